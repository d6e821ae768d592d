import { BadRequestError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { qualityOf } from '../dcat/formats.ts'

/** How a resource is written. */
export type Form = 'json' | 'html'

/** `f=` says it, else the Accept header (RFC 9110, 12.5.1); whoever takes everything gets JSON. Throws 400 for another `f`. */
export function readForm(request: Request): Form {
  const asked = request.query.get('f')
  if (asked === 'json' || asked === 'html') return asked
  if (asked !== undefined) throw badParameter('f')
  const quality = qualityOf(request.header('accept'))
  const html = quality('text/html', 'application/xhtml+xml')
  const json = quality('application/geo+json', 'application/json', openApiType.toLowerCase().split(';')[0] ?? '')
  return html > json ? 'html' : 'json'
}

export const jsonType = 'application/json'
export const geoJsonType = 'application/geo+json'
export const schemaType = 'application/schema+json'
export const htmlType = 'text/html'
/** As the standard asks for descriptions (OGC 17-069r4, 7.2). */
export const openApiType = 'application/vnd.oai.openapi+json;version=3.0'

/** 400: a parameter that cannot be meant (OGC 17-069r4, requirements 8 and 9). */
export const badParameter = (name: string): BadRequestError =>
  new BadRequestError(`parameter ${name}`, {
    userMessage: 'opendata.features.bad_parameter',
    values: { name: name.slice(0, 60) },
  })
