/**
 * When something is due, as one would say it: `heute`, `seit 2 Tagen überfällig`. The exact day is in the element's
 * machine-readable form and, beyond a week, in the text.
 */
import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'

export type DueDateProps = { t: Translate; today: string; day: string }

export function DueDate({ t, today, day }: DueDateProps) {
  const days = daysBetween(today, day)
  return (
    <time class="due-date" dateTime={day} data-due={urgency(days)}>
      {dueText(t, days, day)}
    </time>
  )
}

/** Whole days from one day to another, both `YYYY-MM-DD`; negative when `to` has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

function urgency(days: number): 'overdue' | 'today' | 'soon' | 'later' {
  if (days < 0) return 'overdue'
  if (days === 0) return 'today'
  return days <= 3 ? 'soon' : 'later'
}

function dueText(t: Translate, days: number, day: string): string {
  if (days < 0) return t('ui.due_date.overdue', { days: -days })
  if (days === 0) return t('ui.due_date.today')
  if (days === 1) return t('ui.due_date.tomorrow')
  return days <= 7 ? t('ui.due_date.in_days', { days }) : t('ui.due_date.by', { day: formatDate(day) })
}
