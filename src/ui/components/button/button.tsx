/**
 * A button does something, a link leads somewhere: `LinkButton` looks like the one and is the other.
 * Both are reached with Tab; Enter works on both, Space on the button.
 */
import type { ComponentChildren } from 'preact'

type Look = {
  variant?: 'primary' | 'secondary' | 'tertiary'
  color?: 'accent' | 'danger' | 'neutral'
  children: ComponentChildren
}

export type ButtonProps = Look & {
  name?: string
  value?: string
  type?: 'submit' | 'button'
  id?: string
  /** Sends the form to another address than the form's own. */
  formAction?: string
  /** Key that presses it on staff pages, listed by `?`. */
  shortcut?: string
}

export function Button({ variant, color, children, shortcut, type, formAction, ...rest }: ButtonProps) {
  return (
    <button
      class="ds-button"
      type={type ?? 'submit'}
      formaction={formAction}
      data-variant={variant ?? 'primary'}
      data-color={color}
      data-shortcut={shortcut}
      {...rest}
    >
      {children}
    </button>
  )
}

export type LinkButtonProps = Look & { href: string; shortcut?: string }

export function LinkButton({ href, variant, color, shortcut, children }: LinkButtonProps) {
  return (
    <a class="ds-button" href={href} data-variant={variant ?? 'primary'} data-color={color} data-shortcut={shortcut}>
      {children}
    </a>
  )
}

/** The row of buttons that ends a form; full width on a phone, where the thumb is. */
export function ButtonRow({ children }: { children: ComponentChildren }) {
  return <div class="button-row">{children}</div>
}
