import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'

/** Somebody is away from one authority, both days included; her deputy sees her cases meanwhile. */
export type Absence = {
  readonly authorityId: AuthorityId
  readonly id: string
  readonly staffId: StaffId
  readonly deputyId: StaffId | null
  readonly firstDay: IsoDate
  readonly lastDay: IsoDate
  readonly enteredBy: StaffId
}

/** Whose cases somebody looks after today, and where. */
export type Covered = Pick<Absence, 'authorityId' | 'staffId'>

/** Nobody plans further than that; a longer one is entered anew. */
export const mostDaysAway = 400

export function isAway({ firstDay, lastDay }: Pick<Absence, 'firstDay' | 'lastDay'>, day: IsoDate): boolean {
  return firstDay <= day && day <= lastDay
}

/** The absence of somebody at an authority among those of today. */
export function absenceOf(
  absences: readonly Absence[],
  authorityId: AuthorityId,
  staffId: StaffId | null,
): Absence | undefined {
  return absences.find((one) => one.authorityId === authorityId && one.staffId === staffId)
}

/** Whether somebody stands in for whoever a case of this authority is assigned to. */
export function isCovered(covered: readonly Covered[], authorityId: AuthorityId, staffId: StaffId | null): boolean {
  return covered.some((one) => one.authorityId === authorityId && one.staffId === staffId)
}
