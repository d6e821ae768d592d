import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { UnprocessableError } from '#kernel/http/errors.ts'
import { post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { type Absence, absenceOf } from '../absences/absence.ts'
import { listAbsent } from '../absences/queries.ts'
import { assignCases, findCases, mostAtOnce, readTarget, type Target } from './bulk-assignment.ts'
import { BulkAwayPage, BulkResultPage, type Targets } from './bulk-page.tsx'
import { staffIn } from './case-file.ts'
import { findNames, listColleagues } from './colleagues.ts'
import { deskAnswer, deskPage } from './desk-frame.tsx'
import { deskNav, type NavFacts, readNav } from './desk-nav.ts'
import { readView, viewSearch } from './inbox.ts'
import { deskRights, workplacesOf } from './standing.ts'

/** Several cases are assigned in one step. Each one's own right is asked for when its turn comes. */
export function bulkRoutes({ log }: Pick<Kernel, 'log'>): Route[] {
  return [
    post('/desk/inbox/assignment', { permission: 'egovernment.case.work' }, (scope, request) =>
      assignMarked(log, staffIn(scope), request),
    ),
  ]
}

async function assignMarked(log: Kernel['log'], scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const { t, form } = request
  const [view, frame] = [readView(request.query), deskPage(request)]
  const numbers = [...new Set(form.all('case'))]
  const target = readTarget(form.get('to') ?? '', scope.actor.staffId)
  if (numbers.length > mostAtOnce)
    throw new UnprocessableError('too many', {
      userMessage: 'egovernment.desk.bulk.many',
      values: { most: mostAtOnce },
    })
  if (!target || numbers.length === 0)
    throw new UnprocessableError('nothing chosen', { userMessage: 'egovernment.desk.bulk.none' })

  const facts = await readNav(scope)
  const away = form.get('anyway') === 'yes' ? undefined : await findAway(scope, numbers, target)
  if (away) {
    const names = await findNames(scope, [away.staffId, away.deputyId])
    const nameOf = (id: string | null) => (id && names.get(uuid(id))) || t('egovernment.desk.case.someone')
    const body = <BulkAwayPage {...frame} {...{ view, numbers, nameOf }} absence={away} />
    return answer(request, facts, t('egovernment.desk.away.title', { name: nameOf(away.staffId) }), body, 409)
  }
  const onFault = (error: unknown) => log.fault(error, { id: request.id, route: '/desk/inbox/assignment' })
  const result = await assignCases(scope, request, { numbers, target, covered: facts.covered, onFault })
  const { done, left } = result
  if (left.length === 0) return seeOther(toDone(request.href(`/desk/inbox${viewSearch(view)}&given=${done.length}`)))
  const body = <BulkResultPage {...frame} view={view} result={result} />
  const isBroken = left.some(({ why }) => why === 'fault')
  // What was done is told even where nothing more can be read.
  const now = isBroken ? facts : await readNav(scope)
  return answer(request, now, t('egovernment.desk.bulk.result_title'), body, isBroken ? 500 : 200)
}

function answer(
  request: Request,
  facts: NavFacts,
  title: string,
  body: Parameters<typeof deskAnswer>[0]['body'],
  status = 200,
) {
  return deskAnswer({ title, body, nav: deskNav(request, facts) }, status)
}

/** The absence of whom the cases should go to, at the authority of one of them. */
async function findAway(
  scope: Scope<StaffActor>,
  numbers: readonly string[],
  target: Target,
): Promise<Absence | undefined> {
  if (target.kind !== 'person' || target.staffId === null || target.staffId === scope.actor.staffId) return undefined
  const found = await findCases(scope, numbers)
  const authorities = [...new Set([...found.values()].map(({ authorityId }) => authorityId))]
  const absent = await listAbsent(scope, authorities)
  return authorities.map((id) => absenceOf(absent, id, target.staffId)).find((one) => one !== undefined)
}

/** To whom the marked cases of an inbox can go: a clerk takes over or hands to a unit, a lead gives to anybody. */
export async function findTargets(
  { authorities }: Pick<Kernel, 'authorities'>,
  scope: Scope<StaffActor>,
  { t, language }: Request,
): Promise<Targets> {
  const own = [...new Set(workplacesOf(scope.actor).map(({ authorityId }) => authorityId))]
  const led = own.filter((id) =>
    scope.actor.memberships.some(
      ({ authorityId, role }) => authorityId === id && deskRights.assign.some((one) => one === role),
    ),
  )
  const [colleagues, absent, units] = await Promise.all([
    listColleagues(scope, led),
    listAbsent(scope, led),
    Promise.all(own.map(async (id) => ({ id, units: await listUnits(scope, id) }))),
  ])
  return {
    colleagues: colleagues
      .filter(({ staffId }) => staffId !== scope.actor.staffId)
      .map(({ staffId, name }) => ({
        value: `staff:${staffId}`,
        text: absent.some((one) => one.staffId === staffId) ? t('egovernment.desk.away.option', { name }) : name,
      })),
    units: units.flatMap((one) =>
      one.units.map(({ id, name }) => ({
        value: `unit:${one.id}/${id}`,
        text:
          own.length > 1
            ? `${authorities.nameOf(one.id, language)}: ${textIn(name, language)}`
            : textIn(name, language),
      })),
    ),
  }
}
