import { readFile } from 'node:fs/promises'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file, seeOther } from '#kernel/http/answers.ts'
import { HttpError, NotFoundError } from '#kernel/http/errors.ts'
import type { LooseFile } from '#kernel/http/loose-files.ts'
import { parseJson } from '#kernel/http/read-body.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import { type FromTableSchema, fromTableSchema, toTableSchema } from '../intake/table-schema.ts'
import type { Column } from '../tables/column.ts'
import { distributionOf, formOf, readOwn, save } from './bench-context.ts'
import { benchPath } from './bench-parts.tsx'
import { distributionValues, withDistribution } from './distribution-form.ts'
import { faultOf, pathOf, renewVersion, showDistribution } from './distribution-routes.tsx'

const edits = { permission: 'opendata.data_set.edit', rateLimit: 30 } as const
const mostBytes = 1_000_000
/** Properties that are named which were left aside. */
const shownAside = 20

/** The columns of a table as a Frictionless Table Schema, out and in. */
export function schemaRoutes(kernel: Kernel): Route[] {
  const one = `${benchPath}/:id/distributions/:distribution`
  return [
    get(`${one}/schema.json`, edits, async (scope, request) => {
      const { kind, slug, columns, missingValues } = distributionOf(await readOwn(scope, request), request)
      if (kind !== 'table' || !columns) throw new NotFoundError('no columns')
      const body = Buffer.from(JSON.stringify(toTableSchema(columns, missingValues), undefined, 2))
      return file({ body, contentType: 'application/json; charset=utf-8', name: `${slug}.schema.json` })
    }),
    post(`${one}/schema`, { ...edits, body: 'multipart', looseBytes: mostBytes }, (scope, request) =>
      takeSchema(kernel, scope, request),
    ),
  ]
}

async function takeSchema(kernel: Kernel, reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const distribution = distributionOf(bench, request)
  if (distribution.kind !== 'table') throw new NotFoundError('no table')
  const form = formOf(request, distributionValues(distribution))
  const read = await readSchema(request.looseFiles[0])
  if (!read) {
    form.fail('schema', 'opendata.desk.error.schema')
    return showDistribution(reading, request, bench, distribution, { form, status: 422 })
  }
  const [first] = read.unfit
  if (first) {
    form.fail('schema', `opendata.desk.error.schema_${first.constraint === 'pattern' ? 'pattern' : 'bound'}`, {
      ...{ column: first.column, value: first.value },
    })
    return showDistribution(reading, request, bench, distribution, { form, status: 422 })
  }
  const changed = withSchema(distribution, read)
  const refused =
    (await renewVersion(kernel, request, bench, changed)) ??
    (await save(request, bench, withDistribution(bench.metadata, changed)))
  const aside = read.leftAside.slice(0, shownAside).join(' ')
  const done = new URLSearchParams({ done: 'schema_taken', ...(aside !== '' && { aside }) })
  if (!refused) return seeOther(toDone(`${pathOf(request, bench, distribution.id)}?${done}`))
  return showDistribution(reading, request, bench, distribution, faultOf(request, bench, form, refused, []))
}

/** Undefined where the file is none, or too long. */
async function readSchema(sent: LooseFile | undefined): Promise<FromTableSchema | undefined> {
  if (!sent || sent.isCut) return undefined
  try {
    return fromTableSchema(parseJson((await readFile(sent.path, 'utf8')).replace(/^\ufeff/, '')))
  } catch (error) {
    if (error instanceof HttpError) return undefined
    throw error
  }
}

/** What the schema says of the columns; what it cannot say, or leaves out, stays as it was said at the desk. */
function withSchema(
  { missingValues: _, writing: _writing, ...distribution }: Distribution,
  { columns, missingValues, writing }: FromTableSchema,
): Distribution & { columns: Column[] } {
  const known = new Map((distribution.columns ?? []).map((one) => [one.name, one]))
  return {
    ...distribution,
    columns: columns.map((one) => {
      const before = known.get(one.name)
      return before ? { ...before, ...one, title: { ...before.title, ...one.title } } : one
    }),
    ...(writing.length > 0 && {
      writing: writing.map(({ trueValues, falseValues, ...one }) => ({
        ...one,
        ...(trueValues && { trueValues: [...trueValues] }),
        ...(falseValues && { falseValues: [...falseValues] }),
      })),
    }),
    ...(missingValues.length > 0 && { missingValues: missingValues.slice(0, 20) }),
  }
}
