import { badSearch } from './action-error.ts'

/** What a search asks for. A term without a field is looked for in all texts. */
export type SearchNode =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly node: SearchNode }
  | { readonly kind: 'term'; readonly field: string | undefined; readonly value: string; readonly isQuoted: boolean }
  | { readonly kind: 'range'; readonly field: string; readonly from: string; readonly to: string }

const longest = 4_000
const mostNodes = 100
const deepest = 20

/** Words as people type them: everything that has a meaning in a query is only a letter. */
export const plainWords = (text: string): SearchNode => {
  const words = text
    .slice(0, longest)
    .replace(/[-+&|!(){}[\]^"~*?:\\/]/g, ' ')
    .trim()
  return words === '' ? { kind: 'all' } : { kind: 'term', field: undefined, value: words, isQuoted: false }
}

/**
 * Reads a query as Solr's standard parser does (https://solr.apache.org/guide/solr/latest/query-guide/standard-query-parser.html), as far as CKAN's clients
 * use it: words, "phrases", `field:value`, `field:(a OR b)`, `field:[from TO to]`, AND, OR, NOT, + and -; words beside each other must all hold.
 * Boosts and fuzziness are read and have no effect. Throws 400 for what cannot be read.
 */
export function readSearchQuery(text: string): SearchNode {
  if (text.length > longest) throw badSearch('too long')
  const reader = new Reader(tokensOf(text))
  const node = reader.readAny(undefined, 0)
  if (!reader.isOver) throw badSearch('a bracket too many')
  return node
}

type Token = { readonly kind: 'text' | 'quoted' | 'range' | 'field' | 'mark'; readonly text: string }

const tokenForms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['quoted', /"((?:[^"\\]|\\.)*)"(?:~\d+)?(?:\^[\d.]+)?/y],
  ['range', /[[{]\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*[\]}]/y],
  ['mark', /\(|\)(?:\^[\d.]+)?|&&|\|\||!|\+|-/y],
  ['field', /(\*|[A-Za-z_][\w.-]*):/y],
  ['text', /(?:[^\s()"[\]{}\\:]|\\.|:)+/y],
]

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1
      continue
    }
    const found = tokenForms.flatMap(([kind, form]) => {
      form.lastIndex = at
      const match = form.exec(text)
      return match ? [{ kind, match }] : []
    })[0]
    if (!found) throw badSearch(`not understood at ${at + 1}`)
    const { kind, match } = found
    tokens.push({ kind, text: kind === 'range' ? `${match[1]} TO ${match[2]}` : (match[1] ?? match[0]) })
    if (tokens.length > mostNodes * 2) throw badSearch('too many parts')
    at += match[0].length
  }
  return tokens
}

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get isOver(): boolean {
    return this.#at >= this.#tokens.length
  }

  /** Parts of which one must hold. */
  readAny(field: string | undefined, depth: number): SearchNode {
    if (depth > deepest) throw badSearch('nested too deep')
    const parts = [this.#readAll(field, depth)]
    while (this.#isWord('OR', '||')) {
      this.#at += 1
      parts.push(this.#readAll(field, depth))
    }
    return joined('or', parts)
  }

  /** Parts that must all hold. */
  #readAll(field: string | undefined, depth: number): SearchNode {
    const parts: SearchNode[] = []
    while (!this.isOver && !this.#isWord('OR', '||') && !this.#isMark(')')) {
      if (this.#isWord('AND', '&&')) this.#at += 1
      else parts.push(this.#readOne(field, depth))
    }
    return joined('and', parts)
  }

  #readOne(field: string | undefined, depth: number): SearchNode {
    const token = this.#take()
    if (token.kind === 'quoted') return term(field, token.text.replace(/\\(.)/g, '$1'), true)
    if (token.kind === 'range') return rangeOf(field, token.text)
    if (token.kind === 'field') return this.#readOne(token.text, depth + 1)
    if (token.text === '(') return this.#readGroup(field, depth)
    if (token.text === '+') return this.#readOne(field, depth + 1)
    if (token.text === '-' || token.text === '!' || (token.kind === 'text' && token.text === 'NOT'))
      return { kind: 'not', node: this.#readOne(field, depth + 1) }
    if (token.kind === 'mark') throw badSearch(`not understood: ${token.text}`)
    return term(field, token.text.replace(/\^[\d.]+$|~[\d.]*$/, '').replace(/\\(.)/g, '$1'), false)
  }

  #readGroup(field: string | undefined, depth: number): SearchNode {
    const node = this.readAny(field, depth + 1)
    if (!this.#isMark(')')) throw badSearch('a bracket is not closed')
    this.#at += 1
    return node
  }

  #take(): Token {
    const token = this.#tokens[this.#at]
    if (!token || this.#at > mostNodes * 2) throw badSearch('something is missing at the end')
    this.#at += 1
    return token
  }

  #isWord(...words: readonly string[]): boolean {
    const token = this.#tokens[this.#at]
    return token !== undefined && token.kind !== 'quoted' && words.includes(token.text)
  }

  #isMark(mark: string): boolean {
    const token = this.#tokens[this.#at]
    return token?.kind === 'mark' && token.text.startsWith(mark)
  }
}

function term(field: string | undefined, value: string, isQuoted: boolean): SearchNode {
  if (value === '*' && !isQuoted && (field === undefined || field === '*')) return { kind: 'all' }
  return { kind: 'term', field, value, isQuoted }
}

function rangeOf(field: string | undefined, text: string): SearchNode {
  const [from = '', to = ''] = text.split(' TO ').map((part) => part.replaceAll('"', ''))
  if (field === undefined) throw badSearch('a range needs a field')
  return { kind: 'range', field, from, to }
}

function joined(kind: 'and' | 'or', nodes: readonly SearchNode[]): SearchNode {
  const [first] = nodes
  if (!first) return { kind: 'all' }
  return nodes.length === 1 ? first : { kind, nodes }
}
