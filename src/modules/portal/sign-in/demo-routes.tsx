import { identityLevels } from '#kernel/db/actor.ts'
import { page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { cookieName } from '#kernel/identity/cookies.ts'
import { findBySignInToken } from '#kernel/identity/demo/credentials.ts'
import { demoPeoplePath } from '#kernel/identity/demo/mount-demo-provider.ts'
import { type DemoPeople, fullName, readDemoPeople } from '#kernel/identity/demo/people-file.ts'
import { readLevel } from '#kernel/identity/identity-level.ts'
import { type Admitted, signInActor, startSession } from '#kernel/identity/sessions.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { browserName } from './browser.ts'
import { type DemoPeopleGroup, DemoPeoplePage } from './demo-people-page.tsx'

const permission = 'portal.demo.sign_in'

/** What only the demo has: the page on which one picks a person, and addresses that sign a person in. Production has none of it. */
export function demoSignInRoutes(kernel: Kernel): Route[] {
  if (kernel.settings.mode !== 'demo') return []
  const people = readDemoPeople()
  return [
    get(`${demoPeoplePath}/:uid`, { permission }, (_scope, request) => showPeople(kernel, people, request)),
    get('/demo/sign-in/:token', { permission, rateLimit: 6_000 }, (_scope, request) =>
      signInByAddress(kernel, people, request),
    ),
  ]
}

function showPeople(kernel: Kernel, people: DemoPeople, request: Request) {
  const { t } = request
  const isStaff = request.query.get('kind') === 'staff'
  return page({
    title: t('portal.sign_in.demo.title'),
    shell: 'public',
    noIndex: true,
    body: (
      <DemoPeoplePage
        t={t}
        // Without language: the provider's cookie is for paths below this one only.
        action={`${demoPeoplePath}/${encodeURIComponent(request.params.uid ?? '')}/choice`}
        groups={isStaff ? staffGroups(kernel, people, request) : [residentGroup(people, request)]}
        levels={isStaff ? [] : identityLevels}
      />
    ),
  })
}

function residentGroup(people: DemoPeople, { t, language }: Request): DemoPeopleGroup {
  return {
    title: t('portal.sign_in.demo.residents'),
    people: people.residents.map((resident) => ({
      id: resident.id,
      name: fullName(resident),
      about: `${resident.about[language]} (${t(`kernel.identity.level.${resident.level}`)})`,
    })),
  }
}

/** Staff by the authority they work for first. */
function staffGroups(kernel: Kernel, people: DemoPeople, { t, language }: Request): DemoPeopleGroup[] {
  const groups = new Map<string, DemoPeople['staff']>()
  for (const member of people.staff) {
    const authority = member.roles[0]?.authority ?? ''
    groups.set(authority, [...(groups.get(authority) ?? []), member])
  }
  return [...groups].map(([authority, members]) => ({
    title: kernel.authorities.nameOf(authority, language),
    people: members.map((member) => ({
      id: member.id,
      name: fullName(member),
      about: member.roles
        .map(
          (held) => `${t(`kernel.identity.role.${held.role}`)}, ${kernel.authorities.nameOf(held.authority, language)}`,
        )
        .join(' · '),
    })),
  }))
}

async function signInByAddress(kernel: Kernel, people: DemoPeople, request: Request) {
  const { origin } = kernel.settings
  const found = await request.readAs(signInActor, (scope) =>
    findBySignInToken(scope, request.params.token ?? '', origin),
  )
  if (!found) throw new NotFoundError()
  const admitted = admittedOf(found.identity)
  const cookie = await request.writeAs(signInActor, async (scope) =>
    startSession(scope, {
      admitted,
      origin,
      previousToken: request.cookie(cookieName(origin, 'session')),
      browser: browserName(request.header('user-agent')),
    }),
  )
  return seeOther(request.href(startPage(people, found.personId)), { cookies: [cookie] })
}

/** Whoever comes by an address of the demo counts as having shown a second factor. */
function admittedOf(identity: {
  id: string
  level: string
  staff_id: string | null
  party_id: string | null
}): Admitted {
  const common = {
    identityId: uuid<'identity'>(identity.id),
    hasSecondFactor: true,
    secondsSinceProof: 0,
    level: readLevel(identity.level),
  }
  if (identity.staff_id) return { kind: 'staff', staffId: uuid(identity.staff_id), ...common }
  return { kind: 'person', partyId: uuid(identity.party_id ?? ''), ...common }
}

/** Where a person's work begins. */
function startPage(people: DemoPeople, personId: string): string {
  const member = people.staff.find((person) => person.id === personId)
  if (!member) return '/cases'
  return member.roles.some(({ role }) => role === 'clerk' || role === 'lead') ? '/desk/inbox' : '/account'
}
