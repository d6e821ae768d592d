/**
 * What is wider than the page scrolls inside this frame. It is a region with a name that the keyboard can reach: once it has the focus, arrow keys
 * scroll it; screen readers list it among the regions.
 */
import type { ComponentChildren } from 'preact'

export type ScrollFrameProps = {
  /** What is in the frame, as screen readers say it. */
  label: string
  class?: string
  children: ComponentChildren
}

export function ScrollFrame({ label, class: name, children }: ScrollFrameProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard
    <section class={name === undefined ? 'scroll-frame' : `scroll-frame ${name}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
