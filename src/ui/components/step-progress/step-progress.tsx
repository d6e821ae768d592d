/**
 * How far the form is, in words: `Schritt 3 von 6`. Plain text above the question.
 */
import type { ComponentChildren } from 'preact'
import type { Translate } from '#kernel/i18n/translate.ts'

export type StepProgressProps = {
  t: Translate
  step: number
  total: number
  /** What stands beside it, such as `gespeichert 14.02`. */
  children?: ComponentChildren
}

export function StepProgress({ t, step, total, children }: StepProgressProps) {
  return (
    <div class="step-progress">
      <p>{t('ui.step_progress', { step, total })}</p>
      <svg class="step-bar" viewBox={`0 0 ${total} 1`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="step-bar-rest" width={total} height="1" />
        <rect class="step-bar-done" width={step} height="1" />
      </svg>
      {children && <p class="step-saved">{children}</p>}
    </div>
  )
}
