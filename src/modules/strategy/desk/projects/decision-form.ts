import type { IsoDate } from '#kernel/i18n/format.ts'
import type { FormReading } from '#modules/egovernment/public.ts'
import type { NewCondition, NewDecision } from '../../projects/decide-gate.ts'
import { type Gate, outcomes } from '../../projects/hermes.ts'
import { readDay } from '../day-fields.ts'
import { readFrancs, readLine } from './part-form.ts'

/** How many conditions one form takes; more come with a further decision. */
export const conditionPlaces = [0, 1, 2] as const

/** What was entered about a gate, its check list as it was ticked; undefined where something is wrong. What is to come is not decided yet. */
export function readDecision(
  form: FormReading,
  { gate, today }: { readonly gate: Gate; readonly today: IsoDate },
): NewDecision | undefined {
  const outcome = form.choice('outcome', outcomes)
  const decidedBy = readLine(form, 'decided_by', 200)
  const decidedOn = readDay(form, 'decided_on')
  if (decidedOn && decidedOn > today) form.fail('decided_on', 'strategy.projects.error.decided_later')
  const reason = readLine(form, 'reason', 4_000)
  const released = form.value('released').trim() === '' ? undefined : readFrancs(form, 'released')
  const conditions = conditionPlaces.flatMap((place) => readCondition(form, place))
  if (!form.isSound || !outcome || !decidedBy || !decidedOn || !reason) return undefined
  return {
    gate,
    outcome,
    decidedOn,
    decidedBy,
    reason,
    released,
    ticked: new Set(form.values('checks')),
    conditions,
  }
}

/** A condition is said whole or not at all: one with office and day but no text is not dropped in silence. */
function readCondition(form: FormReading, place: number): NewCondition[] {
  const lines = [form.value(`condition_${place}`), form.value(`condition_owner_${place}`)]
  const said = [...lines, ...Object.values(form.dayParts(`condition_due_${place}`))]
  if (said.every((part) => part.trim() === '')) return []
  const text = readLine(form, `condition_${place}`, 1_000)
  const owner = readLine(form, `condition_owner_${place}`, 200)
  const dueOn = readDay(form, `condition_due_${place}`)
  return text && owner && dueOn ? [{ text, owner, dueOn }] : []
}
