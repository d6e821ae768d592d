import type { IsoDate } from '#kernel/i18n/format.ts'
import { dayValues, type FormReading } from '#modules/egovernment/public.ts'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import { type NewReport, type Report, ratings, reportKinds } from '../../projects/reports.ts'
import { readDay } from '../day-fields.ts'
import type { FieldValues } from '../versions.ts'
import { readLine } from './part-form.ts'

/**
 * What was entered of a report; undefined where something is wrong. The independent rating comes whole or not at all. A report of a day to come
 * is refused: its figures are not known yet, and a half-year's could never be put right.
 */
export function readReport(form: FormReading, today: IsoDate): NewReport | undefined {
  const kind = form.choice('kind', reportKinds)
  const asOf = readDay(form, 'as_of')
  const summary = readLine(form, 'summary', 4_000)
  const ownRating = form.choice('own_rating', ratings)
  const ownReason = readLine(form, 'own_reason', 2_000)
  const hasIndependent = ['independent_rating', 'independent_reason', 'independent_by'].some(
    (name) => form.value(name).trim() !== '',
  )
  const independent = hasIndependent ? readIndependent(form) : undefined
  if (kind === 'half_year' && asOf && !/-(?:06-30|12-31)$/.test(asOf))
    form.fail('as_of', 'strategy.projects.error.half_year')
  if (asOf && asOf > today) form.fail('as_of', 'strategy.projects.error.future')
  if (!form.isSound || !kind || !asOf || !summary || !ownRating || !ownReason) return undefined
  return { kind, asOf, summary, ownRating, ownReason, independent }
}

function readIndependent(form: FormReading): NewReport['independent'] {
  const rating = form.choice('independent_rating', ratings)
  const reason = readLine(form, 'independent_reason', 2_000)
  const by = readLine(form, 'independent_by', 200)
  return rating && reason && by ? { rating, reason, by } : undefined
}

/** A report that is there as the fields of the form; the independent rating is a field of the office's form alone. */
export function reportValues(
  { kind, asOf, summary, ownRating, ownReason, independent }: Report,
  standing: ProjectStanding,
): FieldValues {
  return {
    kind,
    ...dayValues('as_of', asOf),
    summary,
    own_rating: ownRating,
    own_reason: ownReason,
    ...(standing === 'office' && {
      independent_rating: independent?.rating ?? '',
      independent_reason: independent?.reason ?? '',
      independent_by: independent?.by ?? '',
    }),
  }
}
