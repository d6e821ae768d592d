import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { type AuthorityId, isUuid, type StaffId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { daysBetween } from '../cases/case.ts'
import type { StaffScope } from '../cases/case-side.ts'
import { staffIn } from '../desk/case-file.ts'
import { findNames, listColleagues } from '../desk/colleagues.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { attempt } from '../desk/desk-steps.ts'
import { FormReading, refusalText } from '../desk/form-reading.ts'
import { ownAuthoritiesOf } from '../desk/standing.ts'
import { mostDaysAway } from './absence.ts'
import { AbsencesPage } from './absences-page.tsx'
import { enterAbsence, mayEnterFor, type NewAbsence, removeAbsence } from './enter-absence.ts'
import { findAbsence, listAbsences, listPlaces } from './queries.ts'

const enters = { permission: 'egovernment.absence.enter' } as const

/** Who is away, and who stands in. */
export function absenceRoutes({ authorities }: Pick<Kernel, 'authorities'>): Route[] {
  const show = (scope: Scope<StaffActor>, request: Request, form: FormReading, status = 200) =>
    showAbsences(authorities, scope, request, form, status)
  return [
    get('/desk/absences', enters, (scope, request) =>
      show(staffIn(scope), request, FormReading.blank(request.t, { who: staffIn(scope).actor.staffId })),
    ),
    post('/desk/absences', enters, async (reading, request) => {
      const scope = staffIn(reading)
      const form = new FormReading(request.t, request.form)
      const entered = await readAbsence(scope, request, form)
      if (!entered) return show(scope, request, form, 422)
      const refusal = await attempt(scope, request, (writing) => enterAbsence(writing, entered))
      if (!refusal) return seeOther(toDone(request.href('/desk/absences?done=entered')))
      form.refusal = refusalText(request.t, refusal)
      return show(scope, request, form, refusal.status)
    }),
    post('/desk/absences/:id/removal', enters, async (reading, request) => {
      const scope = staffIn(reading)
      const id = request.params.id ?? ''
      const absence = isUuid(id) ? await findAbsence(scope, id) : undefined
      if (!absence) throw new NotFoundError('no such absence')
      await request.writeAs(scope.actor, (writing: StaffScope) => removeAbsence(writing, absence))
      return seeOther(toDone(request.href('/desk/absences?done=removed')))
    }),
  ]
}

function ownAuthorities(scope: Scope<StaffActor>): readonly AuthorityId[] {
  return ownAuthoritiesOf(scope.actor)
}

function isLeadAt({ actor }: Scope<StaffActor>, authorityId: AuthorityId): boolean {
  return actor.memberships.some((one) => one.authorityId === authorityId && one.role === 'lead')
}

async function readAbsence(
  scope: Scope<StaffActor>,
  request: Request,
  form: FormReading,
): Promise<NewAbsence | undefined> {
  const own = ownAuthorities(scope)
  const authorityId = own.length === 1 ? own[0] : form.choice('authority', own)
  if (authorityId === undefined) return undefined
  const colleagues = (await listColleagues(scope, [authorityId])).map(({ staffId }) => staffId)
  const places = await listPlaces(scope, authorityId)
  const team = colleagues.filter((id) => mayEnterFor(scope.actor, authorityId, places, id))
  const staffId = isLeadAt(scope, authorityId) ? form.choice('who', team) : scope.actor.staffId
  const deputy = form.choice('deputy', ['nobody', ...colleagues])
  if (deputy !== undefined && deputy === staffId) form.fail('deputy', 'egovernment.absences.error.self')
  const [firstDay, lastDay] = [form.day('first'), form.day('last')]
  if (firstDay !== undefined && lastDay !== undefined) {
    if (lastDay < firstDay) form.fail('last', 'egovernment.absences.error.order')
    if (lastDay < request.today) form.fail('last', 'egovernment.desk.error.day_past')
    if (daysBetween(firstDay, lastDay) > mostDaysAway)
      form.fail('last', 'egovernment.absences.error.long', { most: mostDaysAway })
  }
  if (!form.isSound || !staffId || !deputy || !firstDay || !lastDay) return undefined
  return { authorityId, staffId, deputyId: deputy === 'nobody' ? null : deputy, firstDay, lastDay }
}

async function showAbsences(
  authorities: Kernel['authorities'],
  scope: Scope<StaffActor>,
  request: Request,
  form: FormReading,
  status: number,
): Promise<Answer> {
  const { t, language } = request
  const own = ownAuthorities(scope)
  const [facts, colleagues, ofTeam, ofHer, places] = await Promise.all([
    readNav(scope),
    listColleagues(scope, own),
    listAbsences(
      scope,
      own.filter((id) => isLeadAt(scope, id)),
    ),
    listAbsences(scope, own, scope.actor.staffId),
    Promise.all(own.map(async (id) => [id, await listPlaces(scope, id)] as const)),
  ])
  const placesAt = new Map(places)
  const mayEnter = (authorityId: AuthorityId, staffId: StaffId) =>
    mayEnterFor(scope.actor, authorityId, placesAt.get(authorityId) ?? new Map(), staffId)
  const led = own.filter((id) => isLeadAt(scope, id))
  const seen = ofTeam.filter(({ authorityId, staffId }) => mayEnter(authorityId, staffId))
  const absences = [...new Map([...seen, ...ofHer].map((one) => [one.id, one])).values()]
  const names = await findNames(
    scope,
    absences.flatMap(({ staffId, deputyId, enteredBy }) => [staffId, deputyId, enteredBy]),
  )
  const done = request.query.get('done') ?? ''
  const title = t('egovernment.absences.title')
  const body = (
    <AbsencesPage
      {...deskPage(request)}
      {...{ form, colleagues, absences }}
      authorities={own.map((id) => ({ value: id, label: authorities.nameOf(id, language) }))}
      isLead={led.length > 0}
      nameOf={(id) =>
        id === null ? t('egovernment.absences.nobody') : (names.get(id) ?? t('egovernment.desk.case.someone'))
      }
      authorityName={(id) => authorities.nameOf(id, language)}
      team={colleagues.filter(({ staffId }) => own.some((id) => mayEnter(id, staffId)))}
      mayRemove={({ authorityId, staffId }) => mayEnter(authorityId, staffId)}
      done={t.has(`egovernment.absences.done.${done}`) ? done : undefined}
    />
  )
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'absences') }, status)
}
