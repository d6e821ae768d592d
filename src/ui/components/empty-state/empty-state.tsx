/**
 * Nothing here yet, and what to do next. Plain text and links.
 */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '../icon/icon.tsx'

export type EmptyStateProps = { title: string; icon?: IconName; level?: 2 | 3; children?: ComponentChildren }

export function EmptyState({ title, icon, level, children }: EmptyStateProps) {
  const Heading = `h${level ?? 2}` as const
  return (
    <div class="empty-state">
      {icon && <Icon name={icon} />}
      <Heading>{title}</Heading>
      {children}
    </div>
  )
}
