import { sql } from 'kysely'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { slug } from '#kernel/ids.ts'
import type { Audience, NodeKey } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { requireLeading, type SteeringScope } from '../graph/write-node.ts'
import { phases } from '../projects/project.ts'
import type { Profile } from './profile.ts'
import { type ProfileTerms, readTerms } from './stored.ts'

const mostProjects = 10_000

/** Every project that staff of other authorities may read too, as the finder sees it; at most 10,000. Their id is authority and node. */
export async function readProfiles(scope: Scope): Promise<Profile[]> {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .leftJoin('strategy.project_profiles as f', (on) =>
      on.onRef('f.authority_id', '=', 'n.authority_id').onRef('f.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.id', 'n.title', 'n.text', 'p.phase', 'f.terms'])
    .select([
      sql<string | null>`coalesce(p.begins_on, n.begins_on)::text`.as('begins_on'),
      sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('ends_on'),
      sql<string | null>`f.tender_on::text`.as('tender_on'),
      sql<
        string[]
      >`array(select s.service_id from strategy.project_services s where s.authority_id = n.authority_id and s.node_id = n.id)`.as(
        'services',
      ),
    ])
    .where('n.kind', '=', 'project')
    .where('n.audience', 'in', ['staff', 'public'])
    .orderBy('n.authority_id')
    .orderBy('n.id')
    .limit(mostProjects)
    .execute()
  return rows.map((row) => ({
    id: `${row.authority_id}/${row.id}`,
    authorityId: slug<'authority'>(row.authority_id),
    title: readText(row.title).de,
    text: row.text === null ? '' : readText(row.text).de,
    phase: oneOf(phases, row.phase),
    beginsOn: readDay(row.begins_on),
    endsOn: readDay(row.ends_on),
    tenderOn: readDay(row.tender_on),
    terms: withServices(row.terms === null ? {} : readTerms(row.terms), row.services),
  }))
}

/** Services that a project names in its own record are terms like those of the profile. */
const withServices = (terms: ProfileTerms, services: readonly string[]): ProfileTerms =>
  services.length === 0 ? terms : { ...terms, services: [...new Set([...(terms.services ?? []), ...services])] }

export type StoredProfile = { readonly terms: ProfileTerms; readonly tenderOn: IsoDate | undefined }

/** What somebody wrote of one project; empty where nobody has. */
export async function findProfile(scope: Scope, { authorityId, id }: NodeKey): Promise<StoredProfile> {
  const row = await scope.db
    .selectFrom('strategy.project_profiles')
    .select(['terms', sql<string | null>`tender_on::text`.as('tender_on')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .executeTakeFirst()
  return row ? { terms: readTerms(row.terms), tenderOn: readDay(row.tender_on) } : { terms: {}, tenderOn: undefined }
}

/** Writes what a project can have in common with others. Callers claim the node's revision first. Throws 403. */
export async function putProfile(
  scope: SteeringScope,
  { key, audience, terms, tenderOn }: StoredProfile & { readonly key: NodeKey; readonly audience: Audience },
): Promise<void> {
  await requireLeading(scope, key)
  const columns = { terms: jsonb(terms), tender_on: tenderOn ?? null }
  await scope.db
    .insertInto('strategy.project_profiles')
    .values({ authority_id: key.authorityId, node_id: key.id, audience, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'node_id']).doUpdateSet(columns))
    .execute()
}
