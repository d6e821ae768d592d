import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { dayValues, deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { type BenchDataSet, createDataSet } from '../catalogue/workbench.ts'
import { attempt, authorityOf, benchAnswer, formOf, readOwn, revisionOf, save } from './bench-context.ts'
import { benchPath, type Conflict } from './bench-parts.tsx'
import { differences, metadataValues, readMetadataForm, readSlug } from './metadata-form.ts'
import { MetadataPage } from './metadata-page.tsx'

const edits = { permission: 'opendata.data_set.edit', bodyLimit: 2_000_000 } as const

/** The form of what is said of a data set: to begin one, and to change it. */
export function metadataRoutes({ authorities }: Pick<Kernel, 'authorities'>): Route[] {
  const authorityNamed = (request: Request) => (name: string) =>
    authorities
      .entries()
      .find(
        ({ slug, name: own }) =>
          slug === name ||
          Object.values(own).some((text) => text === name) ||
          authorities.nameOf(slug, request.language) === name,
      )?.slug
  const nameOf = (request: Request) => (slug: string) =>
    authorities.has(slug) ? authorities.nameOf(slug, request.language) : slug
  const valuesOf = (request: Request, { metadata }: BenchDataSet) => metadataValues(metadata, nameOf(request))

  const begin = async (reading: Scope, request: Request): Promise<Answer> => {
    const authorityId = authorityOf(request)
    const form = new FormReading(request.t, request.form)
    const slug = readSlug(form, 'slug') ?? form.fail('slug', 'opendata.desk.error.slug')
    const kept = { distributions: [] }
    const metadata = readMetadataForm(form, { kept, authorityOf: authorityNamed(request) })
    if (!slug || !metadata) return showNew(reading, request, form, 422)
    let id = ''
    const refused = await attempt(request, async (scope) => {
      id = await createDataSet(scope, { authorityId, slug, metadata })
    })
    if (!refused) return seeOther(toDone(request.href(`${benchPath}/${id}?done=created`)))
    form.refusal = refused.refusal
    return showNew(reading, request, form, refused.status)
  }

  const change = async (reading: Scope, request: Request): Promise<Answer> => {
    const bench = await readOwn(reading, request)
    const form = new FormReading(request.t, request.form)
    const { distributions, original } = bench.metadata
    const kept = { distributions, ...(original && { original }) }
    const metadata = readMetadataForm(form, { kept, authorityOf: authorityNamed(request) })
    if (!metadata) return showForm(reading, request, bench, { form, status: 422, revision: revisionOf(request) })
    const refused = await save(request, bench, metadata)
    if (!refused) return seeOther(toDone(request.href(`${benchPath}/${bench.id}?done=saved`)))
    form.refusal = refused.refusal
    if (refused.status !== 412)
      return showForm(reading, request, bench, { form, status: refused.status, revision: revisionOf(request) })
    // Both versions are on the page; who saves once more has seen the other one.
    const conflict = differences(form, valuesOf(request, bench)).map(({ field, saved }) => ({
      label: labelOf(request, field),
      saved,
    }))
    return showForm(reading, request, bench, { form, status: 412, revision: bench.revision, conflict })
  }

  return [
    get(`${benchPath}/new`, edits, (scope, request) =>
      showNew(
        scope,
        request,
        formOf(request, [...Object.entries(dayValues('issued', request.today)), ['licence', 'terms_by']]),
      ),
    ),
    post(`${benchPath}/new`, edits, begin),
    get(`${benchPath}/:id/metadata`, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      const form = formOf(request, valuesOf(request, bench))
      return showForm(scope, request, bench, { form, status: 200, revision: bench.revision })
    }),
    post(`${benchPath}/:id/metadata`, edits, change),
  ]
}

/** What a field of the form is called: `title.fr` is «Titel, Französisch». */
export function labelOf({ t }: Request, field: string): string {
  const [, name = '', language] = /^(.*?)(?:\.(de|fr|it|en))?$/.exec(field) ?? []
  const known = { 'contact.name': 'contact', 'contact.email': 'email' }[name] ?? name.replace(/\.(day|month|year)$/, '')
  const key = `opendata.desk.field.${known}`
  const label = t.has(key) ? t(key) : known
  return language === undefined ? label : `${label}, ${t(`egovernment.desk.language.${language}`)}`
}

function showNew(scope: Scope, request: Request, form: FormReading, status = 200): Promise<Answer> {
  const authorityId = authorityOf(request)
  const title = request.t('opendata.desk.new')
  const body = (
    <MetadataPage
      {...deskPage(request)}
      {...{ form, title }}
      action={request.href(`${benchPath}/new?authority=${authorityId}`)}
      back={request.href(`${benchPath}?authority=${authorityId}`)}
      asksSlug
      revision={0}
      conflict={[]}
    />
  )
  return benchAnswer(scope, request, { title, body }, status)
}

type Shown = {
  readonly form: FormReading
  readonly status: number
  readonly revision: number
  readonly conflict?: Conflict
}

function showForm(
  scope: Scope,
  request: Request,
  { id }: BenchDataSet,
  { form, status, revision, conflict = [] }: Shown,
): Promise<Answer> {
  const title = request.t('opendata.desk.about')
  const at = request.href(`${benchPath}/${id}`)
  const body = (
    <MetadataPage
      {...deskPage(request)}
      {...{ form, title, revision, conflict }}
      action={`${at}/metadata`}
      back={at}
      asksSlug={false}
    />
  )
  return benchAnswer(scope, request, { title, body }, status)
}
