/**
 * Something to know before going on. The kind is said by an icon and a colour and, for screen readers, by the text
 * itself: write texts that stand without the colour. `isLive` announces it when script puts it into the page.
 */
import type { ComponentChildren } from 'preact'

export type AlertKind = 'info' | 'success' | 'warning' | 'danger'

export type AlertProps = {
  kind: AlertKind
  title?: string
  isLive?: boolean
  id?: string
  /** An address or a script may give it the focus; the Tab key passes it by. */
  isFocusable?: boolean
  children?: ComponentChildren
}

export function Alert({ kind, title, isLive, id, isFocusable, children }: AlertProps) {
  return (
    <div
      class="ds-alert"
      data-color={kind}
      role={isLive ? 'status' : undefined}
      id={id}
      tabIndex={isFocusable ? -1 : undefined}
    >
      {title && <h2 class="alert-title">{title}</h2>}
      {children}
    </div>
  )
}
