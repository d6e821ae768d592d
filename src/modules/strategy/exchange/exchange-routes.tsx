import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, file, json, seeOther, text } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { workbook } from '#modules/opendata/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authorityOf, deskPath, staffOf, steeringAnswer } from '../desk/desk-context.ts'
import { ColumnForm, columnValues, readColumns } from './column-form.tsx'
import { ExchangePage, type ExchangePageProps } from './exchange-page.tsx'
import { type ExchangeProject, faultsOf, planImport } from './exchange-project.ts'
import { compareAgain, findImport, keepImport, readImportAgain } from './kept-import.ts'
import { writeOpenProject } from './open-project.ts'
import { PreviewPage } from './preview-page.tsx'
import { csvOf, guardedText, tableColumns, toRow } from './project-table.ts'
import { readProjectFile } from './read-file.ts'
import { exchangesOf, findForeign, readThere } from './read-there.ts'
import { takeImport } from './take-import.ts'

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
    get(`${exchangePath}/:id`, edits, (scope, request) =>
      showPreview(scope, request, kernel, { id: request.params.id ?? '' }),
    ),
    post(`${exchangePath}/:id/columns`, { ...edits, rateLimit: 60 }, (scope, request) =>
      chooseColumns(scope, request, kernel),
    ),
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
  const staff = staffOf(request)
  const { name, path: place } = sent
  const content = () => createReadStream(place)
  const read = await readProjectFile(kernel, { name, content, sender: staff.staffId, language: request.language })
  const { projects, sheet, faults } = read
  if (faults.length > 0 && !sheet) return showExchange(scope, request, kernel, { read }, 422)
  const table = sheet && { sheet, file: await readFile(place) }
  const id = await request.writeAs(staff, (writing) =>
    keepImport(writing, { authorityId, fileName: name, projects, table }),
  )
  if (faults.length > 0) return showPreview(scope, request, kernel, { id, status: 422 })
  return seeOther(request.href(`${exchangePath}/${id}?authority=${authorityId}`))
}

type Shown = {
  readonly id: string
  readonly refusal?: string
  readonly form?: FormReading
  readonly status?: number
}

async function showPreview(scope: Scope, request: Request, { authorities }: Kernel, shown: Shown): Promise<Answer> {
  const { t, language } = request
  const authorityId = authorityOf(request)
  const { id, fileName, projects, table } = await findImport(scope, authorityId, shown.id)
  const known = exchangesOf(await readThere(scope, authorityId))
  const foreign = await findForeign(
    scope,
    projects.flatMap(({ needs }) => needs ?? []),
  )
  const at = (noun: string) => request.href(`${exchangePath}/${id}/${noun}?authority=${authorityId}`)
  const body = (
    <PreviewPage
      {...deskPage(request)}
      authorityName={authorities.nameOf(authorityId, language)}
      fileName={fileName}
      changes={planImport(known, projects)}
      faults={faultsOf(projects, known, (reference) => foreign.has(reference))}
      unread={table?.sheet.faults ?? []}
      columns={
        table && (
          <ColumnForm
            t={t}
            sheet={table.sheet}
            form={shown.form ?? FormReading.blank(t, columnValues(table.sheet))}
            action={at('columns')}
          />
        )
      }
      action={at('adoption')}
      refusal={shown.refusal}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.exchange.preview'), body }, shown.status)
}

/** Reads the same file with the columns as she chose them, and shows anew what would change. */
async function chooseColumns(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const { id, fileName, table } = await findImport(scope, authorityId, request.params.id ?? '')
  if (!table) throw new NotFoundError('a file without columns')
  const form = new FormReading(request.t, request.form)
  const as = readColumns(form, table.sheet)
  if (!as) return showPreview(scope, request, kernel, { id, form, status: 422 })
  const staff = staffOf(request)
  const { projects, sheet } = await readProjectFile(kernel, {
    ...{ name: fileName, sender: staff.staffId, language: request.language },
    chosen: { headings: table.sheet.headings, as },
    content: () => Readable.from([table.file]),
  })
  if (sheet)
    await request.writeAs(staff, (writing) => readImportAgain(writing, { authorityId, id }, { projects, sheet }))
  return seeOther(request.href(`${exchangePath}/${id}?authority=${authorityId}`))
}

async function adopt(scope: WriteScope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const { id, fileName, projects, seen } = await findImport(scope, authorityId, request.params.id ?? '')
  const refused = await attempt(request, async (writing: WriteScope<StaffActor>) => {
    const title = kernel.translators.de('strategy.exchange.source', { name: fileName })
    await takeImport(writing, { authorityId, projects, seen, source: { title, readOn: request.today } })
    await writing.db
      .deleteFrom('strategy.imports')
      .where('authority_id', '=', authorityId)
      .where('id', '=', id)
      .execute()
  })
  if (!refused) return seeOther(toDone(request.href(`${exchangePath}?authority=${authorityId}&done=yes`)))
  // The page that comes back is the preview that she decides on next.
  await request.writeAs(staffOf(request), (writing) => compareAgain(writing, { authorityId, id }))
  return showPreview(scope, request, kernel, { id, ...refused })
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
