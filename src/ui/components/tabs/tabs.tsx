/**
 * Views of one list, each with its own address: links, not script. The current one says so; counts are read with
 * their tab. Where there are many, they fold on a phone to one line that says where one is.
 */
import { Icon } from '../icon/icon.tsx'

export type TabItem = {
  href: string
  text: string
  count?: number | string
  /** `within`: what is shown is a part of it. */
  isCurrent?: boolean | 'within'
}

export type TabsProps = {
  label: string
  /** The words of the line to which many tabs fold on a phone. */
  fold?: string
  items: readonly TabItem[]
}

const currentOf = ({ isCurrent }: TabItem) => (isCurrent === 'within' ? 'true' : isCurrent ? 'page' : undefined)

export function Tabs({ label, fold, items }: TabsProps) {
  const list = (
    <ul>
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href} aria-current={currentOf(item)}>
            {item.text}
            {item.count !== undefined && <span class="tabs-count"> {item.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  )
  return (
    <nav class="tabs" aria-label={label}>
      {fold === undefined ? (
        list
      ) : (
        <details>
          <summary>
            <Icon name="MenuHamburger" />
            <span>{fold}</span>
            <span class="tabs-here">{items.find(({ isCurrent }) => isCurrent)?.text}</span>
          </summary>
          {list}
        </details>
      )}
    </nav>
  )
}
