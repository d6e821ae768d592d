/**
 * A way on: heading, a sentence, an icon. The whole tile can be clicked, yet there is one link, the heading, so the
 * keyboard stops once and screen readers read one name.
 */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '../icon/icon.tsx'

export type CardProps = {
  title: string
  href?: string
  icon?: IconName
  /** Level of the title in the page's outline. */
  level?: 2 | 3 | 4
  children?: ComponentChildren
}

export function Card({ title, href, icon, level, children }: CardProps) {
  const Heading = `h${level ?? 3}` as const
  return (
    <article class={href ? 'ds-card card card-link' : 'ds-card card'}>
      {icon && <Icon name={icon} />}
      <Heading class="card-title">{href ? <a href={href}>{title}</a> : title}</Heading>
      {children && <div class="card-text">{children}</div>}
    </article>
  )
}

/** Cards side by side, as many as fit. */
export function CardGrid({ children }: { children: ComponentChildren }) {
  return <div class="card-grid">{children}</div>
}
