import { json, page } from '#kernel/http/answers.ts'
import type { ApiPart } from '#kernel/http/operation.ts'
import { get, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { ApiPage } from './api-page.tsx'
import { openApiDocument } from './openapi.ts'

const open = { permission: 'egovernment.catalogue.read', isPublic: true } as const

/** The description of the API, all `parts` of it: for programs as OpenAPI 3.1, for people as a page. */
export function openApiRoutes({ settings }: Pick<Kernel, 'settings'>, parts: () => readonly ApiPart[]): Route[] {
  return [
    get('/api/openapi.json', open, (_scope, { t }) =>
      json(openApiDocument(settings.origin, t, parts()), { contentType: 'application/json; charset=utf-8' }),
    ),
    get('/api/reference', open, (_scope, { t, href }) =>
      page({
        title: t('egovernment.api_reference.title'),
        shell: 'public',
        body: <ApiPage t={t} href={href} origin={settings.origin} parts={parts()} />,
      }),
    ),
  ]
}
