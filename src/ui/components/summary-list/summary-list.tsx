/**
 * Names and values, such as the answers before sending. Read as a list of terms; each `ändern` link says what it
 * changes. On a phone name and value stand one above the other.
 */
import type { ComponentChildren } from 'preact'

export type SummaryRow = { key: string; value: ComponentChildren; changeHref?: string; changeLabel?: string }

export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl class="summary-list">
      {rows.map((row) => (
        <div key={row.key}>
          <dt>{row.key}</dt>
          <dd>{row.value}</dd>
          {row.changeHref && (
            <dd class="summary-change">
              <a class="ds-link" href={row.changeHref}>
                {row.changeLabel}
                <span class="ds-sr-only"> {row.key}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
