/**
 * A short state, such as `in Bearbeitung`. It is plain text with a colour: the word alone says it.
 */
import type { ComponentChildren } from 'preact'

export type TagKind = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger'

export function Tag({ kind, children }: { kind: TagKind; children: ComponentChildren }) {
  return (
    <span class="ds-tag" data-color={kind}>
      {children}
    </span>
  )
}
