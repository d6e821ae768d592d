/**
 * More for those who want it. Enter or Space opens and closes; screen readers say whether it is open; it prints open.
 */
import type { ComponentChildren } from 'preact'

export type DetailsProps = { summary: string; isOpen?: boolean; children: ComponentChildren }

export function Details({ summary, isOpen, children }: DetailsProps) {
  return (
    <details class="ds-details" open={isOpen ?? false}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  )
}
