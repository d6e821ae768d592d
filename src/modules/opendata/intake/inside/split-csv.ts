import { IntakeError, type RawRow } from './raw-table.ts'

export type CsvShape = { readonly delimiter: string; readonly quote: string }

const [lineFeed, carriageReturn] = [10, 13]
const longestRow = 10_000_000

/**
 * Splits text into rows as RFC 4180 has them, with any delimiter and quote; lines end with CR, LF or both. Forgiving where people are: text after
 * a closing quote belongs to the cell, a quote within a cell is a character. Empty lines are left out, and so is nothing else. A quote that is
 * never closed throws `IntakeError` with its line.
 */
export class CsvSplitter {
  readonly #delimiter: number
  readonly #quote: string
  readonly #quoteCode: number
  #text = ''
  #line = 1

  constructor({ delimiter, quote }: CsvShape) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote
    this.#quoteCode = quote.charCodeAt(0)
  }

  /** Rows that are complete with this piece of text. */
  push(piece: string): RawRow[] {
    this.#text += piece
    return this.#take(false)
  }

  /** What is left at the end. */
  end(): RawRow[] {
    return this.#take(true)
  }

  #take(isEnd: boolean): RawRow[] {
    const rows: RawRow[] = []
    let at = 0
    while (at < this.#text.length) {
      const row = this.#row(at, isEnd)
      if (row === undefined) {
        if (this.#text.length - at > longestRow) throw new IntakeError('too_long', { line: this.#line })
        break
      }
      if (row.cells.length > 1 || row.cells[0] !== null) rows.push({ line: this.#line, cells: row.cells })
      this.#line += row.lines
      at = row.end
    }
    this.#text = this.#text.slice(at)
    return rows
  }

  /** The row that begins at a place; undefined where more text is needed. */
  #row(start: number, isEnd: boolean): { cells: (string | null)[]; end: number; lines: number } | undefined {
    const text = this.#text
    const cells: (string | null)[] = []
    let lines = 1
    let at = start
    for (;;) {
      let value: string
      let isQuoted = false
      if (text.charCodeAt(at) === this.#quoteCode) {
        const quoted = this.#quoted(at, isEnd)
        if (quoted === undefined) {
          if (isEnd) throw new IntakeError('open_quote', { line: this.#line + lines - 1 })
          return undefined
        }
        isQuoted = true
        value = quoted.value
        lines += quoted.lines
        at = quoted.end
      } else value = ''
      const from = at
      let code = text.charCodeAt(at)
      while (at < text.length && code !== this.#delimiter && code !== lineFeed && code !== carriageReturn)
        code = text.charCodeAt(++at)
      if (at > from) value += text.slice(from, at)
      cells.push(value === '' && !isQuoted ? null : value)
      if (at >= text.length) return isEnd ? { cells, end: at, lines } : undefined
      if (code === this.#delimiter) {
        at += 1
        continue
      }
      if (code === carriageReturn) {
        if (at + 1 >= text.length && !isEnd) return undefined
        return { cells, end: at + (text.charCodeAt(at + 1) === lineFeed ? 2 : 1), lines }
      }
      return { cells, end: at + 1, lines }
    }
  }

  /** What is between quotes, doubled ones made one. */
  #quoted(start: number, isEnd: boolean): { value: string; end: number; lines: number } | undefined {
    const text = this.#text
    let value = ''
    let at = start + 1
    for (;;) {
      const close = text.indexOf(this.#quote, at)
      if (close < 0 || (close + 1 >= text.length && !isEnd)) return undefined
      value += text.slice(at, close)
      if (text.charCodeAt(close + 1) !== this.#quoteCode) return { value, end: close + 1, lines: linesIn(value) }
      value += this.#quote
      at = close + 2
    }
  }
}

function linesIn(value: string): number {
  let lines = 0
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at)
    if (code === lineFeed || (code === carriageReturn && value.charCodeAt(at + 1) !== lineFeed)) lines += 1
  }
  return lines
}

/** Those that are tried, with how much is in favour of each before anything is seen: commas and colons are in texts, decimals and times as well. */
const delimiters = new Map([
  [';', 8],
  ['\t', 8],
  ['|', 6],
  [',', 4],
  [':', -30],
])
const quotes = ['"', "'"] as const

/**
 * What delimiter and quote a text has, from its beginning: those by which rows have the same number of cells, more than one, the first row too (titles
 * that people write above a table have none), and where quotes stand beside delimiters. A column alone has a delimiter that does not occur.
 */
export function sniffShape(sample: string, known: Partial<CsvShape>): CsvShape {
  const shapes = (known.delimiter === undefined ? [...delimiters.keys()] : [known.delimiter]).flatMap((delimiter) =>
    (known.quote === undefined ? quotes : [known.quote]).map((quote) => ({ delimiter, quote })),
  )
  const scored = shapes.map((shape) => ({ shape, score: scoreOf(sample, shape) }))
  const [best] = scored.toSorted((one, other) => other.score - one.score)
  return best && best.score > 0 ? best.shape : { delimiter: known.delimiter ?? ';', quote: known.quote ?? '"' }
}

function scoreOf(sample: string, shape: CsvShape): number {
  const rows = splitSample(sample, shape)
  if (rows === undefined || rows.length === 0) return 0
  const byWidth = Map.groupBy(rows, ({ cells }) => cells.length)
  const [usual] = [...byWidth].toSorted(([, one], [, other]) => other.length - one.length)
  if (!usual || usual[0] < 2) return 0
  const beside = besideQuotes(sample, shape)
  if (shape.quote === "'" && beside === 0) return 0
  const [width] = usual
  const below = rows.slice(rows.findIndex(({ cells }) => cells.length === width))
  const same = below.filter(({ cells }) => cells.length === width).length / below.length
  const isHeaded = rows[0]?.cells.length === width
  return (
    same * 100 +
    (isHeaded ? 15 : 0) +
    Math.min(beside, 50) +
    (delimiters.get(shape.delimiter) ?? 0) +
    Math.min(width, 20) / 10
  )
}

/** Without the last row, which the sample may have cut; undefined where it is all one open quote. */
function splitSample(sample: string, shape: CsvShape): readonly RawRow[] | undefined {
  const splitter = new CsvSplitter(shape)
  const rows = splitter.push(sample)
  try {
    return [...rows, ...splitter.end()].slice(0, Math.max(1, rows.length))
  } catch {
    return rows.length > 1 ? rows : undefined
  }
}

/** How often a quote closes one cell before a delimiter and opens the next after it, or begins and ends lines. */
function besideQuotes(sample: string, { delimiter, quote }: CsvShape): number {
  return sample.split(`${quote}${delimiter}`).length - 1 + (sample.split(`${delimiter}${quote}`).length - 1)
}
