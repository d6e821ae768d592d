import type { HTMLAttributes } from 'preact'

/** The custom elements that pages may hold; without script they are plain containers. */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'copy-text': HTMLAttributes<HTMLElement>
      'form-keeper': HTMLAttributes<HTMLElement>
      'place-map': HTMLAttributes<HTMLElement>
      'suggest-box': HTMLAttributes<HTMLElement>
      'session-warning': HTMLAttributes<HTMLElement>
      'mark-all': HTMLAttributes<HTMLElement>
      'keyboard-help': HTMLAttributes<HTMLElement>
    }
  }
}
