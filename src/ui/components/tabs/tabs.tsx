/**
 * Views of one list, each with its own address: links, not script. The current one says so; counts are read with
 * their tab.
 */
export type TabItem = { href: string; text: string; count?: number | string; isCurrent?: boolean }

export function Tabs({ label, items }: { label: string; items: readonly TabItem[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.isCurrent ? 'page' : undefined}>
              {item.text}
              {item.count !== undefined && <span class="tabs-count"> {item.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
