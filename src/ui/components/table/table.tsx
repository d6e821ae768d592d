/**
 * Figures and lists in rows. The caption is read first; column heads are said with each cell; a wide table scrolls
 * inside its own frame, which the keyboard can reach. A list of things folds on a phone: each row becomes a card in which the head of the column stands
 * before each cell. Where a table can be sorted, the head of a column is a link; screen readers hear how it is sorted.
 */
import type { ComponentChildren } from 'preact'
import { Icon } from '../icon/icon.tsx'
import { ScrollFrame } from '../scroll-frame/scroll-frame.tsx'

export type TableColumn = {
  text: string
  isNumeric?: boolean
  /** What can be done with the row: its cells speak for themselves, the head is for screen readers only. */
  isAction?: boolean
  /** Where the same table is sorted by this column, and how it is now. */
  sort?: { href: string; state?: 'ascending' | 'descending' }
}

export type TableProps = {
  caption: string
  /** The caption is for screen readers only, where a heading above says the same. */
  hideCaption?: boolean
  /** Rows become cards on a phone: for lists of things, not for figures that are compared down a column. */
  folds?: boolean
  head: readonly (string | TableColumn)[]
  /** Cells by row. The first cell of a row is its heading. */
  rows: readonly (readonly ComponentChildren[])[]
}

export function Table({ caption, hideCaption, folds, head, rows }: TableProps) {
  const columns = head.map((column) => (typeof column === 'string' ? { text: column } : column))
  const headOf = (index: number) => (folds && !columns[index]?.isAction ? columns[index]?.text : undefined)
  const numeric = (index: number) => (columns[index]?.isNumeric ? 'numeric' : undefined)
  return (
    <ScrollFrame label={caption}>
      <table class={folds ? 'ds-table folds' : 'ds-table'}>
        <caption class={hideCaption ? 'ds-sr-only' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" class={numeric(index)} aria-sort={column.sort?.state}>
                <Head {...column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={index} scope="row" class={numeric(index)}>
                    {cell}
                  </th>
                ) : (
                  <td key={index} class={numeric(index)} data-head={headOf(index)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}

function Head({ text, isAction, sort }: TableColumn) {
  if (sort) return <SortLink text={text} sort={sort} />
  return isAction ? <span class="ds-sr-only">{text}</span> : text
}

const sortIcons = { ascending: 'SortUp', descending: 'SortDown', none: 'ArrowsUpDown' } as const

function SortLink({ text, sort }: { text: string; sort: NonNullable<TableColumn['sort']> }) {
  return (
    <a class="sort-link" href={sort.href} rel="nofollow">
      {text} <Icon name={sortIcons[sort.state ?? 'none']} />
    </a>
  )
}
