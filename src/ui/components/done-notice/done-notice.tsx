/**
 * What was just done, on the page that one comes back to after a form was sent. The address that leads there ends with its place
 * (`toDone`): the browser goes to it and gives it the focus, with and without script, so that a screen reader says it, the next Tab
 * goes on from there and a phone shows it without scrolling.
 */
import type { ComponentChildren } from 'preact'
import { Alert } from '../alert/alert.tsx'

const place = 'done'

export type DoneNoticeProps = { title?: string; children?: ComponentChildren }

export function DoneNotice({ title, children }: DoneNoticeProps) {
  return (
    <Alert kind="success" isLive id={place} isFocusable {...(title !== undefined && { title })}>
      {children}
    </Alert>
  )
}

/** The address of a page with its notice as the place to begin. */
export function toDone(href: string): string {
  return `${href}#${place}`
}
