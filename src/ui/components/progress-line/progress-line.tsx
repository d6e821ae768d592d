/**
 * Where a case stands: its steps in order with "you are here". Screen readers hear an ordered list in which each
 * step says whether it is done, current or still to come.
 */
import type { Translate } from '#kernel/i18n/translate.ts'

export type ProgressStep = {
  text: string
  state: 'done' | 'current' | 'upcoming'
  /** A day or a remark below the step, such as `bis 30.11.2026`. */
  note?: string
}

export function ProgressLine({ t, label, steps }: { t: Translate; label?: string; steps: readonly ProgressStep[] }) {
  return (
    <ol class="progress-line" aria-label={label ?? t('ui.progress_line.label')}>
      {steps.map((step) => (
        <li key={step.text} data-state={step.state} aria-current={step.state === 'current' ? 'step' : undefined}>
          <span class="progress-text">{step.text}</span>
          {step.state === 'current' ? (
            <span class="progress-here">{t('ui.progress_line.current')}</span>
          ) : (
            <span class="ds-sr-only">{t(`ui.progress_line.${step.state}`)}</span>
          )}
          {step.note && <span class="progress-note">{step.note}</span>}
        </li>
      ))}
    </ol>
  )
}
