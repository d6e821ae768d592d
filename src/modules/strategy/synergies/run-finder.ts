import { sql } from 'kysely'
import { v5 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import { noteFact, readFact } from '#kernel/db/facts.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { Job } from '#kernel/module.ts'
import { oneOf } from '../graph/queries.ts'
import { findSynergies, type Suggestion } from './find-synergies.ts'
import { readProfiles } from './profile-queries.ts'
import { readEvidence } from './stored.ts'
import { type Judgement, rejectionReasons, trustFrom } from './trust.ts'

export const findJob = 'strategy.find_synergies'
const doneFact = 'strategy.synergies_found_at'

// Any fixed UUID: a pair has the same id whenever it is found.
const namespace = '0198c0de-5717-7000-8000-57a7e6000001'
const mostPerProject = 8
const batch = 500

export const finderJobs: Readonly<Record<string, Job>> = {
  [findJob]: {
    purpose: 'strategy',
    about: 'Looks for synergies between the projects of all authorities, when anything in them has changed.',
    handler: async (scope) => {
      await lookForSynergies(scope)
    },
  },
}

export const finderSchedules = [{ job: findJob, cron: '*/10 * * * *' }] as const

/**
 * Runs the finder over all projects that both sides may see and brings the list up to date: new pairs are proposed, proposals nobody has touched
 * are renewed or taken away, whatever somebody has taken up stays. Gives how many proposals there are, or undefined where nothing has changed
 * since the last time.
 */
export async function lookForSynergies(scope: WriteScope<SystemActor>): Promise<number | undefined> {
  const state = await lastChange(scope)
  if (state === (await readFact(scope, doneFact))) return undefined
  const found = findSynergies({
    profiles: await readProfiles(scope),
    today: scope.today(),
    trustIn: trustFrom(await readJudgements(scope)),
  })
  const kept = bestOfEach(found)
  await removeStale(scope, kept)
  for (let at = 0; at < kept.length; at += batch) await propose(scope, kept.slice(at, at + batch))
  noteFact(scope, doneFact, state)
  return kept.length
}

/** When anything the finder looks at changed last, and the day, because windows open and close. */
async function lastChange(scope: Scope): Promise<string> {
  const nodes = await scope.db
    .selectFrom('strategy.nodes')
    .select(({ fn }) => [fn.max('changed_at').as('at'), fn.countAll().as('count')])
    .where('kind', '=', 'project')
    .executeTakeFirst()
  const judged = await scope.db
    .selectFrom('strategy.synergies')
    .select(({ fn }) => fn.max('changed_at').as('at'))
    .where('state', '<>', 'proposed')
    .executeTakeFirst()
  return [scope.today(), nodes?.at?.toISOString(), nodes?.count, judged?.at?.toISOString()].join(' ')
}

/** What people decided, for the trust in evidence: the last thousand decisions. */
async function readJudgements(scope: Scope): Promise<Judgement[]> {
  const rows = await scope.db
    .selectFrom('strategy.synergies')
    .select(['reason', 'evidence'])
    .where('state', 'in', ['agreed', 'realised', 'measured', 'rejected'])
    .orderBy('changed_at', 'desc')
    .limit(1_000)
    .execute()
  return rows.map(({ reason, evidence }) => ({
    reason: reason === null ? undefined : oneOf(rejectionReasons, reason),
    evidence: readEvidence(evidence),
  }))
}

/** Nobody reads a hundred suggestions for one project: the likeliest of each. */
function bestOfEach(found: readonly Suggestion[]): Suggestion[] {
  const counts = new Map<string, number>()
  const count = (id: string) => counts.get(id) ?? 0
  return found.filter(({ one, other }) => {
    if (count(one) >= mostPerProject || count(other) >= mostPerProject) return false
    counts.set(one, count(one) + 1)
    counts.set(other, count(other) + 1)
    return true
  })
}

function keyOf({ one, other }: Suggestion) {
  const [authority = '', node = ''] = one.split('/')
  const [otherAuthority = '', otherNode = ''] = other.split('/')
  return { authority, node, otherAuthority, otherNode, id: v5(`${one} ${other}`, namespace) }
}

async function removeStale(scope: WriteScope<SystemActor>, kept: readonly Suggestion[]): Promise<void> {
  const ids = kept.map((one) => keyOf(one).id)
  await scope.db
    .deleteFrom('strategy.synergies as s')
    .where('s.state', '=', 'proposed')
    .where('s.revision', '=', 1)
    .where(sql<boolean>`not s.id = any(${ids}::uuid[])`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('strategy.synergy_savings as v')
            .select('v.id')
            .whereRef('v.authority_id', '=', 's.authority_id')
            .whereRef('v.synergy_id', '=', 's.id'),
        ),
      ),
    )
    .execute()
}

async function propose(scope: WriteScope<SystemActor>, suggestions: readonly Suggestion[]): Promise<void> {
  const rows = suggestions.map((one) => ({
    ...keyOf(one),
    kinds: one.kinds,
    evidence: one.evidence.map(({ type, strength, terms }) => ({
      type,
      terms,
      strength: Math.round(strength * 1000) / 1000,
    })),
    likelihood: Math.round(one.chance * 1000),
  }))
  // Audiences come from the nodes: a project that was withdrawn meanwhile brings no row.
  await sql`
    insert into strategy.synergies (authority_id, id, node_id, audience, other_authority_id, other_node_id, other_audience, kind, kinds, state,
      evidence, likelihood, found_at, changed_at)
    select r.authority, r.id::uuid, r.node::uuid, a.audience, r."otherAuthority", r."otherNode"::uuid, b.audience, r.kinds[1], r.kinds, 'proposed',
      r.evidence, r.likelihood, ${scope.now()}, ${scope.now()}
    from jsonb_to_recordset(${jsonb(rows)}::jsonb) as r(authority text, id text, node text, "otherAuthority" text, "otherNode" text, kinds text[],
      evidence jsonb, likelihood smallint)
    join strategy.nodes a on a.authority_id = r.authority and a.id = r.node::uuid
    join strategy.nodes b on b.authority_id = r."otherAuthority" and b.id = r."otherNode"::uuid
    on conflict (authority_id, node_id, other_authority_id, other_node_id) do update
      set kind = excluded.kind, kinds = excluded.kinds, evidence = excluded.evidence, likelihood = excluded.likelihood
      where strategy.synergies.state = 'proposed'`.execute(scope.db)
}
