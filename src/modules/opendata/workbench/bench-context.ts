import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { PageContent } from '#kernel/http/answers.ts'
import { ForbiddenError, HttpError, NotFoundError } from '#kernel/http/errors.ts'
import { FormBody } from '#kernel/http/form-body.ts'
import type { Request } from '#kernel/http/route.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { deskAnswer, FormReading, readDeskNav, refusalText } from '#modules/egovernment/public.ts'
import type { DataSetMetadata, Distribution } from '../catalogue/data-set.ts'
import { type BenchDataSet, readBench, saveDataSet, stewardRoles } from '../catalogue/workbench.ts'
import { findKey } from './queries.ts'

/** Somebody of an authority. Throws 403 for all others, whom the permission keeps out already. */
export function staffOf({ principal }: Request): StaffActor {
  if (principal.actor.kind !== 'staff') throw new ForbiddenError()
  return principal.actor
}

/** Where she keeps data sets herself: a merged municipality publishes no more. */
export function authoritiesOf({ memberships }: StaffActor): readonly AuthorityId[] {
  const own = memberships.filter(
    ({ role, continuedBy }) => continuedBy === undefined && stewardRoles.some((one) => one === role),
  )
  return [...new Set(own.map(({ authorityId }) => authorityId))]
}

/** The authority of the address, if it is hers; else the first of hers. */
export function authorityOf(request: Request): AuthorityId {
  const own = authoritiesOf(staffOf(request))
  const wanted = request.query.get('authority')
  const found =
    wanted === undefined ? (own.find((id) => id === request.authorityId) ?? own[0]) : own.find((id) => id === wanted)
  if (!found) throw new NotFoundError('no authority of hers')
  return found
}

/** The data set of the address. Throws 404 where it is not hers. */
export async function readAsked(scope: Scope, request: Request): Promise<BenchDataSet> {
  const key = await findKey(scope, authoritiesOf(staffOf(request)), request.params.id ?? '')
  if (!key) throw new NotFoundError('no such data set')
  return readBench(scope, key)
}

/** The same where its steward may change it. Throws 404 for those that the platform or a harvester writes. */
export async function readOwn(scope: Scope, request: Request): Promise<BenchDataSet> {
  const bench = await readAsked(scope, request)
  if (bench.origin !== 'steward') throw new NotFoundError('not written by a steward')
  return bench
}

/** The distribution of the address. Throws 404 where there is none. */
export function distributionOf({ metadata }: BenchDataSet, request: Request): Distribution {
  const found = metadata.distributions.find(({ id }) => id === request.params.distribution)
  if (!found) throw new NotFoundError('no such distribution')
  return found
}

/** The form with what is stored. */
export function formOf({ t }: Request, values: readonly (readonly [string, string])[]): FormReading {
  return new FormReading(t, new FormBody(values))
}

/** The revision that she had read when she began. */
export function revisionOf({ form }: Request): number {
  const text = form.get('revision') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

/** What was just done, by the address; undefined where that says nothing known. */
export function doneOf({ t, query }: Request): string | undefined {
  const done = query.get('done') ?? ''
  return /^\w+$/.test(done) && t.has(`opendata.desk.done.${done}`) ? done : undefined
}

/** Runs a rule in a transaction of its own. What people can do something about comes back as what to say, with its status. */
export async function attempt(
  request: Request,
  work: (scope: WriteScope<StaffActor>) => Promise<void>,
): Promise<{ readonly refusal: string; readonly status: number } | undefined> {
  return asRefusal(request, () => request.writeAs(staffOf(request), work))
}

export async function asRefusal(
  { t }: Request,
  work: () => Promise<unknown>,
): Promise<{ readonly refusal: string; readonly status: number } | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof HttpError && [403, 409, 412, 422].includes(error.status) && t.has(error.userMessage))
      return { refusal: refusalText(t, error), status: error.status }
    throw error
  }
}

/** Saves what is said of a data set, if it is as she has read it. */
export function save(request: Request, bench: BenchDataSet, metadata: DataSetMetadata) {
  return attempt(request, (scope) => saveDataSet(scope, bench, { revision: revisionOf(request), metadata }))
}

/** A page of the desk's part for open data. */
export async function benchAnswer(
  scope: Scope,
  request: Request,
  content: Pick<PageContent, 'title' | 'body'>,
  status = 200,
) {
  return deskAnswer({ ...content, nav: await readDeskNav(scope, request, 'opendata') }, status)
}
