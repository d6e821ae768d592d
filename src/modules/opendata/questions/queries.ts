import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { isLanguage, type Language, type LocalText } from '#kernel/i18n/language.ts'
import { hashToken, isToken } from '#kernel/identity/token.ts'
import { type AuthorityId, isUuid, slug, uuid } from '#kernel/ids.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { readMetadata } from '../catalogue/queries.ts'
import {
  type PublicQuestion,
  type Question,
  type QuestionKind,
  type QuestionState,
  questionKinds,
  questionStates,
} from './question.ts'

const kindOf = (text: string): QuestionKind => questionKinds.find((one) => one === text) ?? 'question'
const stateOf = (text: string): QuestionState => questionStates.find((one) => one === text) ?? 'open'
const languageOf = (text: string): Language => (isLanguage(text) ? text : 'de')

/** Where a page of a list ended: an instant in microseconds, and an id. */
function readPlace(
  after: string | undefined,
): { readonly at: ReturnType<typeof sql>; readonly id: string } | undefined {
  const [micros = '', id = ''] = (after ?? '').split('~')
  if (!/^\d{1,16}$/.test(micros) || !isUuid(id)) return undefined
  return { at: sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`, id }
}

const microsOf = (column: string) => sql<string>`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint::text`

export type PublicList = { readonly questions: readonly PublicQuestion[]; readonly next?: string }

/** What was asked and answered about a data set in public, the latest answer first. `after` is where the page before ended. */
export async function listPublicQuestions(
  scope: Scope,
  { authorityId, id }: Pick<PublishedDataSet, 'authorityId' | 'id'>,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<PublicList> {
  const place = readPlace(after)
  const rows = await scope.db
    .selectFrom('opendata.published_questions')
    .select(['id', 'kind', 'language', 'text', 'answer', 'asked_on', 'answered_at', microsOf('answered_at').as('at')])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .$if(place !== undefined, (query) =>
      query.where(sql<boolean>`(answered_at, id) < (${place?.at}, ${place?.id ?? ''}::uuid)`),
    )
    .orderBy('answered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const questions = rows.slice(0, limit).map((row) => ({
    id: uuid<'question'>(row.id),
    kind: kindOf(row.kind),
    language: languageOf(row.language),
    text: row.text,
    answer: row.answer,
    askedOn: row.asked_on,
    answeredAt: row.answered_at,
  }))
  return { questions, ...(last && { next: `${last.at}~${last.id}` }) }
}

/** A line of the desk's list: the question with the data set it is about. */
export type DeskQuestion = Question & { readonly title: LocalText; readonly slug: string }
export type DeskList = { readonly questions: readonly DeskQuestion[]; readonly next?: string }

const selectQuestions = ({ db }: Scope) =>
  db
    .selectFrom('opendata.questions')
    .select([
      'authority_id',
      'id',
      'data_set_id',
      'addressee_id',
      'kind',
      'state',
      'language',
      'text',
      'asked_at',
      'answer',
      'answered_at',
      'answered_by',
      microsOf('asked_at').as('at'),
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectQuestions>['execute']>>[number]

/** Questions with what the data sets are called that they are about: those are few, and found by their keys. */
async function withDataSets(scope: Scope, rows: readonly Row[]): Promise<DeskQuestion[]> {
  if (rows.length === 0) return []
  const keys = new Map(rows.map((row) => [`${row.authority_id}/${row.data_set_id}`, row]))
  const dataSets = await scope.db
    .selectFrom('opendata.published_data_sets')
    .select(['authority_id', 'id', 'slug', 'metadata'])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('authority_id', 'id'),
        'in',
        [...keys.values()].map((row) => tuple(row.authority_id, row.data_set_id)),
      ),
    )
    .execute()
  const known = new Map(dataSets.map((one) => [`${one.authority_id}/${one.id}`, one]))
  return rows.flatMap((row) => {
    const dataSet = known.get(`${row.authority_id}/${row.data_set_id}`)
    return dataSet
      ? [{ ...readRow(row), title: readMetadata(dataSet.metadata, dataSet.id).title, slug: dataSet.slug }]
      : []
  })
}

function readRow(row: Row): Question {
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'question'>(row.id),
    dataSetId: uuid<'data-set'>(row.data_set_id),
    kind: kindOf(row.kind),
    state: stateOf(row.state),
    language: languageOf(row.language),
    text: row.text,
    askedAt: row.asked_at,
    answer: row.answer,
    answeredAt: row.answered_at,
    answeredBy: row.answered_by,
    hasAddressee: row.addressee_id !== null,
  }
}

const deskPageSize = 50

/** What people asked an authority about its data sets, the latest first; in one state, or all. */
export async function listQuestions(
  scope: Scope,
  {
    authorityId,
    state,
    after,
  }: { authorityId: AuthorityId; state: QuestionState | undefined; after: string | undefined },
): Promise<DeskList> {
  const place = readPlace(after)
  const rows = await selectQuestions(scope)
    .where('authority_id', '=', authorityId)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
    .$if(state === undefined, (query) => query.where('state', '!=', 'unconfirmed'))
    .$if(place !== undefined, (query) =>
      query.where(sql<boolean>`(asked_at, id) < (${place?.at}, ${place?.id ?? ''}::uuid)`),
    )
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(deskPageSize + 1)
    .execute()
  const last = rows.length > deskPageSize ? rows[deskPageSize - 1] : undefined
  const questions = await withDataSets(scope, rows.slice(0, deskPageSize))
  return { questions, ...(last && { next: `${last.at}~${last.id}` }) }
}

/** How many wait for an answer. */
export async function countOpen(scope: Scope, authorityId: AuthorityId): Promise<number> {
  const { count } = await scope.db
    .selectFrom('opendata.questions')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('authority_id', '=', authorityId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** One question of one of these authorities; undefined where there is none. */
export async function findQuestion(
  scope: Scope,
  authorities: readonly AuthorityId[],
  id: string,
): Promise<DeskQuestion | undefined> {
  if (!isUuid(id) || authorities.length === 0) return undefined
  const rows = await selectQuestions(scope)
    .where('authority_id', 'in', [...authorities])
    .where('id', '=', id)
    .where('state', '!=', 'unconfirmed')
    .limit(1)
    .execute()
  return (await withDataSets(scope, rows))[0]
}

/** The words of a question that is public; undefined where it is not. */
export function findPublicWords(scope: Scope, { authorityId, id }: Pick<Question, 'authorityId' | 'id'>) {
  return scope.db
    .selectFrom('opendata.published_questions')
    .select(['text', 'answer'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** A question that waits for its link to be opened; undefined for an old, used or forged one. */
export async function findToConfirm(scope: Scope, token: string): Promise<DeskQuestion | undefined> {
  if (!isToken(token)) return undefined
  const rows = await selectQuestions(scope)
    .where('confirmation_hash', '=', hashToken(token))
    .where('confirm_until', '>', scope.now())
    .execute()
  return (await withDataSets(scope, rows))[0]
}
