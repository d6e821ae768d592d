import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, file, json, seeOther, text } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { type AuthorityId, isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { validatorOf } from '#kernel/validator.ts'
import { deskPage } from '#modules/egovernment/public.ts'
import { workbook } from '#modules/opendata/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authorityOf, deskPath, staffOf, steeringAnswer } from '../desk/desk-context.ts'
import { ExchangePage, type ExchangePageProps } from './exchange-page.tsx'
import { type ExchangeProject, exchangeSchema, faultsOf, planImport } from './exchange-project.ts'
import { writeOpenProject } from './open-project.ts'
import { PreviewPage } from './preview-page.tsx'
import { csvOf, guardedText, tableColumns, toRow } from './project-table.ts'
import { readProjectFile } from './read-file.ts'
import { exchangesOf, findForeign, readThere } from './read-there.ts'
import { keepImport, takeImport } from './take-import.ts'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.record.edit' } as const
export const exchangePath = `${deskPath}/exchange`
const mostBytes = 5_000_000

/** Projects as files: taken along, and brought. */
export function exchangeRoutes(kernel: Kernel): Route[] {
  return [
    get(exchangePath, reads, (scope, request) => showExchange(scope, request, kernel, {})),
    post(exchangePath, { ...edits, body: 'multipart', looseBytes: mostBytes, rateLimit: 30 }, (scope, request) =>
      takeFile(scope, request, kernel),
    ),
    get(`${exchangePath}/projects.csv`, reads, giveCsv),
    get(`${exchangePath}/projects.xlsx`, reads, giveWorkbook),
    get(`${exchangePath}/projects.json`, reads, giveOpenProject),
    get(`${exchangePath}/:id`, edits, (scope, request) => showPreview(scope, request, kernel, undefined)),
    post(`${exchangePath}/:id/adoption`, edits, (scope, request) => adopt(scope, request, kernel)),
  ]
}

async function showExchange(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  shown: Pick<ExchangePageProps, 'error' | 'read'>,
  status = 200,
): Promise<Answer> {
  const { t, query } = request
  const authorityId = authorityOf(request)
  const body = (
    <ExchangePage
      {...deskPage(request)}
      authorityName={authorities.nameOf(authorityId, request.language)}
      isDone={query.has('done')}
      {...shown}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.exchange.title'), body }, status)
}

async function takeFile(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const [sent] = request.looseFiles
  if (!sent || sent.size === 0)
    return showExchange(scope, request, kernel, { error: request.t('strategy.exchange.error.file') }, 422)
  if (sent.isCut)
    return showExchange(scope, request, kernel, { error: request.t('strategy.exchange.error.large') }, 422)
  const read = await readProjectFile(kernel, {
    file: sent,
    sender: staffOf(request).staffId,
    language: request.language,
  })
  if (read.faults.length > 0) return showExchange(scope, request, kernel, { read }, 422)
  const id = await request.writeAs(staffOf(request), (writing) =>
    keepImport(writing, { authorityId, fileName: sent.name, projects: read.projects }),
  )
  const used = new URLSearchParams([
    ...read.matched.map(({ heading, as }): [string, string] => ['used', heading === as ? as : `${heading} → ${as}`]),
    ...read.unused.slice(0, 50).map((heading): [string, string] => ['unused', heading.slice(0, 100)]),
  ])
  return seeOther(request.href(`${exchangePath}/${id}?${used}`))
}

const isProjects = validatorOf(Type.Array(exchangeSchema, { maxItems: 1_000 }))

async function readImport(scope: Scope, request: Request, authorityId: AuthorityId) {
  const id = request.params.id ?? ''
  if (!isUuid(id)) throw new NotFoundError('no such import')
  const row = await scope.db
    .selectFrom('strategy.imports')
    .select(['file_name', 'projects'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || !isProjects(row.projects)) throw new NotFoundError('no such import')
  return { id, fileName: row.file_name, projects: row.projects }
}

async function showPreview(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  refusal: { refusal: string; status: number } | undefined,
): Promise<Answer> {
  const { t, query, language } = request
  const authorityId = authorityOf(request)
  const { id, fileName, projects } = await readImport(scope, request, authorityId)
  const known = exchangesOf(await readThere(scope, authorityId))
  const foreign = await findForeign(
    scope,
    projects.flatMap(({ needs }) => needs ?? []),
  )
  const body = (
    <PreviewPage
      {...deskPage(request)}
      authorityName={authorities.nameOf(authorityId, language)}
      fileName={fileName}
      changes={planImport(known, projects)}
      faults={faultsOf(projects, known, (reference) => foreign.has(reference))}
      used={query.all('used')}
      unused={query.all('unused')}
      action={request.href(`${exchangePath}/${id}/adoption`)}
      refusal={refusal?.refusal}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.exchange.preview'), body }, refusal?.status)
}

async function adopt(scope: WriteScope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const { id, fileName, projects } = await readImport(scope, request, authorityId)
  const refusal = await attempt(request, async (writing: WriteScope<StaffActor>) => {
    const title = kernel.translators.de('strategy.exchange.source', { name: fileName })
    await takeImport(writing, { authorityId, projects, source: { title, readOn: request.today } })
    await writing.db
      .deleteFrom('strategy.imports')
      .where('authority_id', '=', authorityId)
      .where('id', '=', id)
      .execute()
  })
  return refusal
    ? showPreview(scope, request, kernel, refusal)
    : seeOther(toDone(request.href(`${exchangePath}?done=yes`)))
}

async function readOwn(
  scope: Scope,
  request: Request,
): Promise<{ authorityId: AuthorityId; projects: readonly ExchangeProject[] }> {
  const authorityId = authorityOf(request)
  return { authorityId, projects: [...exchangesOf(await readThere(scope, authorityId)).values()] }
}

const headOf = ({ t }: Request) => tableColumns.map(([name]) => t(`strategy.exchange.column.${name}`))
const attached = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` })

async function giveCsv(scope: Scope, request: Request): Promise<Answer> {
  const { authorityId, projects } = await readOwn(scope, request)
  return text(csvOf(headOf(request), projects.map(toRow)), 'text/csv; charset=utf-8; header=present', {
    headers: attached(`projekte-${authorityId}.csv`),
  })
}

async function giveWorkbook(scope: Scope, request: Request): Promise<Answer> {
  const { authorityId, projects } = await readOwn(scope, request)
  const columns = tableColumns.map(([, type], at) => ({ name: headOf(request)[at] ?? '', type }))
  async function* rows(): AsyncGenerator<unknown[][]> {
    yield projects.map((project) => toRow(project).map((cell, at) => asCell(cell, columns[at]?.type)))
  }
  return file({
    name: `projekte-${authorityId}.xlsx`,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: Readable.from(workbook(rows(), columns), { objectMode: false }),
  })
}

function asCell(cell: string | null, type: string | undefined): string | number | null {
  if (cell === null) return null
  if (type === 'number' || type === 'integer') return Number(cell)
  return type === 'date' ? cell : guardedText(cell)
}

async function giveOpenProject(scope: Scope, request: Request): Promise<Answer> {
  const { authorityId, projects } = await readOwn(scope, request)
  return json(writeOpenProject(projects, { href: '/api/v3/work_packages' }), {
    contentType: 'application/hal+json; charset=utf-8',
    headers: attached(`projekte-${authorityId}.json`),
  })
}
