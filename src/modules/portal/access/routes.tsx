import { listUnits } from '#kernel/authorities/queries.ts'
import { type StaffActor, type StaffRole, staffRoles, systemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { ForbiddenError, NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { keyDays } from '#kernel/identity/api-keys.ts'
import {
  administeredBy,
  disableColleague,
  endRole,
  grantToColleague,
  inviteColleague,
  type Keeper,
  signColleagueOut,
} from '#kernel/identity/manage-access.ts'
import { createKey, endKey, keyScopes } from '#kernel/identity/manage-keys.ts'
import { isUuid, type UnitId, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { readDeskNav } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { AccessPage, type AccessView } from './access-page.tsx'
import { listAccessActs, listKeys, listRoles, pageSize } from './queries.ts'

const people = systemActor('people')
const permission = 'portal.access.manage'
const sensitive = { permission, freshSignIn: 15 } as const
/** What leads back to the list, with the words of the acts below it. */
const dones = [
  'staff.role_granted',
  'staff.role_ended',
  'staff.sessions_ended',
  'staff.disabled',
  'api_key.revoked',
] as const
type Done = (typeof dones)[number]
const nobody = '00000000-0000-0000-0000-000000000000'

/** Accesses of an authority, kept by its administrators: staff, roles, keys of programs. */
export function accessRoutes(kernel: Kernel): Route[] {
  const show = (scope: Scope, request: Request, more: Partial<AccessView> = {}) =>
    showAccess(kernel, scope, request, more)
  const toList = ({ href }: Request, done: Done) => seeOther(toDone(href(`/desk/access?done=${done}`)))
  const act = (
    path: string,
    done: Done,
    work: (scope: WriteScope<typeof people>, keeper: Keeper, request: Request) => unknown,
  ) =>
    post(`/desk/access/${path}`, sensitive, async (_scope, request) => {
      await request.writeAs(people, async (scope) => work(scope, keeperOf(request), request))
      return toList(request, done)
    })
  return [
    get('/desk/access', { permission }, (scope, request) => show(scope, request)),
    post('/desk/access/staff', sensitive, async (scope, request) => {
      const { t, form, language } = request
      const [name, email] = [form.get('name')?.trim() ?? '', form.get('email')?.trim() ?? '']
      if (name === '' || name.length > 200 || !isMailAddress(email))
        return show(scope, request, {
          wrong: 'staff',
          problem: t('portal.access.who'),
          typed: { name, email, role: form.get('role') ?? '', unit: form.get('unit') ?? '' },
        })
      const grant = await readGrant(scope, request)
      const { invitation } = await request.writeAs(people, async (writing) =>
        inviteColleague(writing, keeperOf(request), { name, email, language, ...grant }),
      )
      const value = request.url(`/sign-in/staff?invitation=${invitation}`)
      return show(scope, request, { secret: { title: t('portal.access.invited', { name }), value } })
    }),
    post('/desk/access/roles', sensitive, async (scope, request) => {
      const grant = await readGrant(scope, request)
      const staffId = uuid<'staff'>(idOf(request.form.get('staff')))
      await request.writeAs(people, (writing) => grantToColleague(writing, keeperOf(request), staffId, grant))
      return toList(request, 'staff.role_granted')
    }),
    act('roles/:id/end', 'staff.role_ended', (scope, keeper, { params }) => endRole(scope, keeper, idOf(params.id))),
    act('staff/:id/sign-out', 'staff.sessions_ended', (scope, keeper, { params }) =>
      signColleagueOut(scope, keeper, uuid(idOf(params.id))),
    ),
    act('staff/:id/disabling', 'staff.disabled', (scope, keeper, { params }) =>
      disableColleague(scope, keeper, uuid(idOf(params.id))),
    ),
    post('/desk/access/keys', sensitive, async (scope, request) => {
      const { t, form } = request
      const name = form.get('name')?.trim() ?? ''
      const scopes = keyScopes.filter((one) => form.all('scope').includes(one))
      const days = keyDays.find((one) => String(one) === form.get('days'))
      if (name === '' || name.length > 100 || scopes.length === 0 || days === undefined)
        return show(scope, request, {
          wrong: 'key',
          problem: t('portal.access.which'),
          typed: { key_name: name, days: form.get('days') ?? '' },
          chosen: scopes,
        })
      const value = await request.writeAs(people, async (writing) =>
        createKey(writing, keeperOf(request), { name, scopes, days }),
      )
      return show(scope, request, { secret: { title: t('portal.access.key_made', { name }), value } })
    }),
    act('keys/:id/revocation', 'api_key.revoked', (scope, keeper, { params }) =>
      endKey(scope, keeper, idOf(params.id)),
    ),
  ]
}

/** `kernel.staff.invited` in words; what has none yet stands as it was written down. */
function actText(t: Translate, action: string): string {
  const name = action.replace('kernel.', '')
  return t.has(`portal.access.act.${name}`) ? t(`portal.access.act.${name}`) : action
}

/** The authority of the address where she keeps that one, else the first that she keeps. */
function keeperOf({ principal, authorityId }: Request): Keeper {
  const actor = staffOf(principal.actor)
  const own = administeredBy(actor)
  const chosen = own.find((id) => id === authorityId) ?? own[0]
  if (chosen === undefined) throw new ForbiddenError()
  return { actor, authorityId: chosen }
}

function staffOf(actor: Request['principal']['actor']): StaffActor {
  if (actor.kind !== 'staff') throw new ForbiddenError()
  return actor
}

function idOf(text: string | undefined): string {
  if (text === undefined || !isUuid(text)) throw new NotFoundError()
  return text
}

async function readGrant(scope: Scope, request: Request): Promise<{ unitId: UnitId | null; role: StaffRole }> {
  const role = staffRoles.find((one) => one === request.form.get('role'))
  if (!role) throw new UnprocessableError('unknown role')
  const wanted = request.form.get('unit') ?? ''
  // Whoever keeps accesses keeps those of the whole authority.
  if (wanted === '' || role === 'admin') return { role, unitId: null }
  const unit = (await listUnits(scope, keeperOf(request).authorityId)).find(({ id }) => id === wanted)
  if (!unit) throw new UnprocessableError('unknown unit')
  return { role, unitId: unit.id }
}

async function showAccess(kernel: Kernel, scope: Scope, request: Request, more: Partial<AccessView>): Promise<Answer> {
  const { t, href, language, query } = request
  const { actor, authorityId } = keeperOf(request)
  const after = query.get('after') ?? nobody
  const [roles, keys, acts, units] = [
    await listRoles(scope, authorityId, isUuid(after) ? after : nobody),
    await listKeys(scope, authorityId),
    await listAccessActs(scope, authorityId),
    await listUnits(scope, authorityId),
  ]
  const whole = t('portal.access.whole')
  const unitNames = new Map<string, string>(units.map((unit) => [unit.id, textIn(unit.name, language)]))
  const names = new Map(roles.map((role) => [role.staff_id, role.name]))
  const authority = kernel.authorities.nameOf(authorityId, language)
  const view: AccessView = {
    t,
    href,
    authority,
    secret: undefined,
    done: dones.find((one) => one === query.get('done')),
    problem: undefined,
    wrong: undefined,
    typed: {},
    chosen: [],
    today: request.today,
    roles: roles.map((role) => ({
      id: role.id,
      staffId: role.staff_id,
      name: role.name,
      email: role.email,
      role: t(`kernel.identity.role.${role.role}`),
      unit: role.unit_id === null ? whole : (unitNames.get(role.unit_id) ?? role.unit_id),
      isDisabled: role.is_disabled,
      isSelf: role.staff_id === actor.staffId,
    })),
    nextHref: roles.length === pageSize ? `${href('/desk/access')}?after=${roles.at(-1)?.id}` : undefined,
    keys: keys.map((key) => ({
      id: key.id,
      name: key.name,
      scopes: key.scopes,
      endsOn: swissDate(key.expires_at),
      usedOn: key.last_used_on,
    })),
    acts: acts.map((done) => ({
      id: Number(done.id),
      at: done.at,
      what: actText(t, done.action),
      whom: names.get(done.subject_id ?? '') ?? '',
    })),
    roleOptions: staffRoles.map((role) => ({ value: role, label: t(`kernel.identity.role.${role}`) })),
    unitOptions: [{ value: '', label: whole }, ...[...unitNames].map(([value, label]) => ({ value, label }))],
    dayOptions: keyDays.map((days) => ({ value: String(days), label: t('portal.access.days', { days }) })),
    scopeOptions: keyScopes.map((value) => ({
      value,
      label: t(`portal.access.scope.${value}`, { name: value }),
    })),
    ...more,
  }
  return page(
    {
      title: t('portal.access.title', { authority }),
      shell: 'desk',
      noIndex: true,
      current: '/desk/access',
      nav: await readDeskNav(scope, request, 'access'),
      body: <AccessPage {...view} />,
    },
    { status: more.problem === undefined ? 200 : 422 },
  )
}
