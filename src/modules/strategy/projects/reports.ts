import { sql } from 'kysely'
import { Type } from 'typebox'
import { v7 } from 'uuid'
import { type JsonValue, jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { NodeKey } from '../graph/node.ts'
import { oneOf, readDay } from '../graph/queries.ts'
import {
  claimRevision,
  note,
  refuseForOffice,
  requireLeading,
  type SteeringScope,
  staffOf,
} from '../graph/write-node.ts'
import type { ProjectRecord } from './find-project.ts'

export const ratings = ['good', 'watch', 'critical'] as const
export type Rating = (typeof ratings)[number]
export const reportKinds = ['status', 'half_year'] as const
export type ReportKind = (typeof reportKinds)[number]

const count = Type.Integer({ minimum: 0 })
const figuresSchema = Type.Object({
  phase: Type.Optional(Type.String()),
  /** Rappen: the whole budget, what was planned and what was spent until that day. */
  budget: Type.Optional(count),
  planned: Type.Optional(count),
  spent: Type.Optional(count),
  milestones: Type.Optional(count),
  reached: Type.Optional(count),
  /** When it will end, as was expected on that day. */
  endsOn: Type.Optional(Type.String()),
})
const isFigures = validatorOf(figuresSchema)
/** How the project stood on a report's day, in figures. */
export type ReportFigures = Readonly<{
  phase?: string
  budget?: number
  planned?: number
  spent?: number
  milestones?: number
  reached?: number
  endsOn?: string
}>
export const figureNames = ['phase', 'budget', 'planned', 'spent', 'milestones', 'reached', 'endsOn'] as const

export type NewReport = {
  readonly kind: ReportKind
  readonly asOf: IsoDate
  readonly summary: string
  readonly ownRating: Rating
  readonly ownReason: string
  /** What somebody says who does not work on the project: rating, reason and office, or nothing yet. */
  readonly independent: { readonly rating: Rating; readonly reason: string; readonly by: string } | undefined
}

export type Report = NewReport & {
  readonly id: string
  readonly figures: ReportFigures
  readonly frozenAt: Date | undefined
}

/**
 * Writes a report with the figures of its day. A half-year report is frozen at once and never changes; a status report of the same day is
 * replaced. The independent rating is for the office alone: whoever leads the project leaves it as it is. Throws 403, 412, or 409 where that half-year was reported already.
 */
export async function putReport(
  scope: SteeringScope,
  project: ProjectRecord,
  { revision, report, figures }: { revision: number; report: NewReport; figures: ReportFigures },
): Promise<void> {
  const who = await requireLeading(scope, project)
  refuseForOffice(who, report.independent !== undefined)
  await claimRevision(scope, project, revision)
  const own = {
    summary: report.summary,
    own_rating: report.ownRating,
    own_reason: report.ownReason,
    figures: jsonb(figures),
    made_at: scope.now(),
    made_by: staffOf(scope),
    ...(who === 'office' && {
      independent_rating: report.independent?.rating ?? null,
      independent_reason: report.independent?.reason ?? null,
      independent_by: report.independent?.by ?? null,
    }),
  }
  const row = {
    authority_id: project.authorityId,
    id: v7(),
    node_id: project.id,
    audience: project.audience,
    kind: report.kind,
    as_of: report.asOf,
    ...own,
    frozen_at: report.kind === 'half_year' ? scope.now() : null,
  }
  const there = await scope.db
    .selectFrom('strategy.status_reports')
    .select(['id', 'frozen_at'])
    .where('authority_id', '=', project.authorityId)
    .where('node_id', '=', project.id)
    .where('kind', '=', report.kind)
    .where('as_of', '=', report.asOf)
    .executeTakeFirst()
  if (there?.frozen_at) throw new ConflictError('frozen', { userMessage: 'strategy.projects.error.frozen' })
  if (there)
    await scope.db
      .updateTable('strategy.status_reports')
      .set(own)
      .where('authority_id', '=', project.authorityId)
      .where('id', '=', there.id)
      .execute()
  else await scope.db.insertInto('strategy.status_reports').values(row).execute()
  note(scope, 'project.reported', project, { kind: report.kind, asOf: report.asOf })
}

/** The reports of a project that one may see, the latest first. */
export async function listReports(scope: Scope, { authorityId, id }: NodeKey, limit = 60): Promise<readonly Report[]> {
  const rows = await scope.db
    .selectFrom('strategy.status_reports as r')
    .select(['r.id', 'r.kind', 'r.summary', 'r.own_rating', 'r.own_reason', 'r.independent_rating'])
    .select([
      'r.independent_reason',
      'r.independent_by',
      'r.figures',
      'r.frozen_at',
      sql<string>`r.as_of::text`.as('as_of'),
    ])
    .where('r.authority_id', '=', authorityId)
    .where('r.node_id', '=', id)
    .orderBy('r.as_of', 'desc')
    .orderBy('r.id')
    .limit(limit)
    .execute()
  return rows.flatMap((row) => {
    const asOf = readDay(row.as_of)
    if (!asOf) return []
    const { independent_rating: rating, independent_reason: reason, independent_by: by } = row
    return [
      {
        id: row.id,
        kind: oneOf(reportKinds, row.kind),
        asOf,
        summary: row.summary,
        ownRating: oneOf(ratings, row.own_rating),
        ownReason: row.own_reason,
        independent:
          rating === null || reason === null || by === null
            ? undefined
            : { rating: oneOf(ratings, rating), reason, by },
        figures: readFigures(row.figures),
        frozenAt: row.frozen_at ?? undefined,
      },
    ]
  })
}

const readFigures = (stored: JsonValue): ReportFigures => (isFigures(stored) ? stored : {})

export type Difference = {
  readonly name: (typeof figureNames)[number] | 'own' | 'independent'
  readonly before: string | number | undefined
  readonly after: string | number | undefined
  readonly isChanged: boolean
}

/** Two reports beside each other, figure by figure, the ratings among them. */
export function differencesOf(before: Report, after: Report): readonly Difference[] {
  const pair = (name: Difference['name'], of: (report: Report) => string | number | undefined): Difference => {
    const [one, other] = [of(before), of(after)]
    return { name, before: one, after: other, isChanged: one !== other }
  }
  return [
    pair('own', ({ ownRating }) => ownRating),
    pair('independent', ({ independent }) => independent?.rating),
    ...figureNames.map((name) => pair(name, ({ figures }) => figures[name])),
  ].filter((one) => one.before !== undefined || one.after !== undefined)
}
