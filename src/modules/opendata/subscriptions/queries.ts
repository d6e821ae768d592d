import type { Scope } from '#kernel/db/scope.ts'
import { hashToken, isToken } from '#kernel/identity/token.ts'
import { type AuthorityId, type PartyId, slug, uuid } from '#kernel/ids.ts'
import type { AddresseeId } from '../addressees/addressee.ts'
import { dataSetPath, seriesPath } from '../catalogue/addresses.ts'
import { readMetadata } from '../catalogue/queries.ts'
import { readSeriesMetadata } from '../series/queries.ts'
import type { Subject, Subscription } from './subscription.ts'

const mostShown = 500

const selectSubscriptions = ({ db }: Scope) =>
  db
    .selectFrom('opendata.subscriptions as s')
    .leftJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 's.authority_id').onRef('p.id', '=', 's.data_set_id'),
    )
    .leftJoin('opendata.published_series as r', (on) =>
      on.onRef('r.authority_id', '=', 's.authority_id').onRef('r.id', '=', 's.series_id'),
    )
    .select(['s.id', 's.authority_id', 's.data_set_id', 's.series_id', 's.created_at', 'p.slug', 'p.metadata'])
    .select(['r.slug as series_slug', 'r.metadata as series_metadata'])

type Row = Awaited<ReturnType<ReturnType<typeof selectSubscriptions>['execute']>>[number]

function readRow(row: Row): Subscription {
  const authorityId = slug<'authority'>(row.authority_id)
  return {
    id: uuid<'subscription'>(row.id),
    authorityId,
    dataSetId: row.data_set_id === null ? null : uuid<'data-set'>(row.data_set_id),
    seriesId: row.series_id === null ? null : uuid<'series'>(row.series_id),
    ...followed(row, authorityId),
    createdAt: row.created_at,
  }
}

function followed(row: Row, authorityId: AuthorityId): Pick<Subscription, 'title' | 'path'> {
  if (row.slug !== null && row.metadata !== null)
    return { title: readMetadata(row.metadata, row.id).title, path: dataSetPath({ authorityId, slug: row.slug }) }
  if (row.series_slug !== null && row.series_metadata !== null)
    return {
      title: readSeriesMetadata(row.series_metadata, row.id).title,
      path: seriesPath({ authorityId, slug: row.series_slug }),
    }
  return { title: undefined, path: `/opendata?authority=${authorityId}` }
}

/** What an addressee follows, as far as it is confirmed; the first 500. */
export async function listSubscriptions(scope: Scope, addresseeId: AddresseeId): Promise<Subscription[]> {
  const rows = await selectSubscriptions(scope)
    .where('s.addressee_id', '=', addresseeId)
    .where('s.confirmed_at', 'is not', null)
    .orderBy('s.id')
    .limit(mostShown)
    .execute()
  return rows.map(readRow)
}

/** The addressee of an account; undefined where it follows and asks nothing. */
export async function findOwnAddressee(scope: Scope, partyId: PartyId): Promise<AddresseeId | undefined> {
  const row = await scope.db
    .selectFrom('opendata.addressees')
    .select('id')
    .where('party_id', '=', partyId)
    .executeTakeFirst()
  return row && uuid<'addressee'>(row.id)
}

/** Whether the account follows this very subject: its subscription. */
export async function findOwnSubscription(
  scope: Scope,
  partyId: PartyId,
  { authorityId, dataSetId, seriesId }: Subject,
): Promise<Pick<Subscription, 'id'> | undefined> {
  const addressee = await findOwnAddressee(scope, partyId)
  if (!addressee) return undefined
  const row = await scope.db
    .selectFrom('opendata.subscriptions')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('addressee_id', '=', addressee)
    .where('data_set_id', dataSetId === null ? 'is' : '=', dataSetId)
    .where('series_id', seriesId === null ? 'is' : '=', seriesId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row && { id: uuid<'subscription'>(row.id) }
}

/** What a link confirms that is still good; undefined for an old, used or forged one. */
export async function findToConfirm(scope: Scope, token: string): Promise<Subscription | undefined> {
  if (!isToken(token)) return undefined
  const row = await selectSubscriptions(scope)
    .where('s.confirmation_hash', '=', hashToken(token))
    .where('s.confirm_until', '>', scope.now())
    .executeTakeFirst()
  return row && readRow(row)
}
