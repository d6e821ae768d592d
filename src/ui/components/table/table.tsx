/**
 * Figures and lists in rows. The caption is read first; column heads are said with each cell; a wide table scrolls
 * inside its own frame, which the keyboard can reach.
 */
import type { ComponentChildren } from 'preact'

export type TableColumn = { text: string; isNumeric?: boolean }

export type TableProps = {
  caption: string
  /** The caption is for screen readers only, where a heading above says the same. */
  hideCaption?: boolean
  head: readonly (string | TableColumn)[]
  /** Cells by row. The first cell of a row is its heading. */
  rows: readonly (readonly ComponentChildren[])[]
}

export function Table({ caption, hideCaption, head, rows }: TableProps) {
  const columns = head.map((column) => (typeof column === 'string' ? { text: column } : column))
  const numeric = (index: number) => (columns[index]?.isNumeric ? 'numeric' : undefined)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard
    <section class="table-frame" aria-label={caption} tabIndex={0}>
      <table class="ds-table">
        <caption class={hideCaption ? 'ds-sr-only' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column.text} scope="col" class={numeric(index)}>
                {column.text}
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
                  <td key={index} class={numeric(index)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
