/** What a pattern says, matched in time that grows with the text alone, whatever the pattern. */
export type Pattern = {
  /** Whether the whole text is as the pattern says. */
  readonly matches: (text: string) => boolean
  /** The same for RE2, which DuckDB has. */
  readonly re2: string
}

/** Steps that a pattern may come to once its repetitions are written out. */
const mostSteps = 1_000
const mostText = 10_000

type Sign = { readonly has: (sign: string) => boolean; readonly re2: string }
type Node =
  | { readonly kind: 'sign'; readonly sign: Sign }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly least: number; readonly most: number | undefined }

const plain = (sign: string): Sign => ({
  has: (one) => one === sign,
  re2: `\\x{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
})
const set = (test: RegExp, re2: string): Sign => ({ has: (sign) => test.test(sign), re2 })
/** Inside of brackets, where RE2 takes them as well. */
const classes = new Map<string, Sign>([
  ['d', set(/[0-9]/, '0-9')],
  ['w', set(/[0-9A-Za-z_]/, '0-9A-Za-z_')],
  ['s', set(/[\t\n\f\r ]/, '\\t\\n\\f\\r ')],
])
const controls = new Map([...'tnrf'].map((letter, at) => [letter, ['\t', '\n', '\r', '\f'][at] ?? '']))
const categories = new Map(
  ['L', 'Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'M', 'N', 'Nd', 'P', 'S', 'Z', 'Zs'].map((name) => [
    name,
    set(new RegExp(`\\p{${name}}`, 'u'), `\\p{${name}}`),
  ]),
)
const among = (sign: Sign): Sign => ({ has: sign.has, re2: `[${sign.re2}]` })
const not = (sign: Sign): Sign => ({ has: (one) => !sign.has(one), re2: `[^${sign.re2}]` })

/**
 * Reads the regular expression of a column. What Table Schema allows there is that of XML Schema (https://www.w3.org/TR/xmlschema-2/#regexs), which
 * always means the whole text; of it we take what both RE2 and an automaton know: signs, `.`, `[…]`, `\d \w \s \p{L}`, groups, `|`, `* + ? {n,m}`, and
 * `^` and `$` around it all. No look-ahead, no back-reference, nothing that could take long. Undefined where it is anything else, or too large.
 */
export function readPattern(text: string): Pattern | undefined {
  try {
    const node = new Reader(text.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')).read()
    const machine = new Machine(node)
    return { matches: (value) => value.length <= mostText && machine.matches(value), re2: written(node) }
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

class Unreadable extends Error {}

class Reader {
  readonly #signs: readonly string[]
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#signs = [...text]
  }

  read(): Node {
    const node = this.#choice()
    if (this.#at < this.#signs.length) throw new Unreadable()
    return node
  }

  #choice(): Node {
    this.#depth += 1
    if (this.#depth > 50) throw new Unreadable()
    const parts = [this.#sequence()]
    while (this.#takes('|')) parts.push(this.#sequence())
    this.#depth -= 1
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', of: parts }
  }

  #sequence(): Node {
    const parts: Node[] = []
    for (let next = this.#signs[this.#at]; next !== undefined && next !== '|' && next !== ')'; ) {
      parts.push(this.#repeated(this.#one()))
      next = this.#signs[this.#at]
    }
    return { kind: 'sequence', of: parts }
  }

  #repeated(of: Node): Node {
    const bounds = this.#bounds()
    if (!bounds) return of
    if (['*', '+', '?', '{'].includes(this.#signs[this.#at] ?? '')) throw new Unreadable()
    const [least, most] = bounds
    if (most !== undefined && most < least) throw new Unreadable()
    return { kind: 'repeat', of, least, most }
  }

  #bounds(): readonly [number, number | undefined] | undefined {
    if (this.#takes('*')) return [0, undefined]
    if (this.#takes('+')) return [1, undefined]
    if (this.#takes('?')) return [0, 1]
    if (!this.#takes('{')) return undefined
    const end = this.#signs.indexOf('}', this.#at)
    const [, least, comma, most] = /^(\d{1,3})(,?)(\d{0,3})$/.exec(this.#signs.slice(this.#at, end).join('')) ?? []
    if (end < 0 || least === undefined || (!comma && most)) throw new Unreadable()
    this.#at = end + 1
    return [Number(least), comma ? (most ? Number(most) : undefined) : Number(least)]
  }

  #one(): Node {
    const sign = this.#next()
    if (sign === '(') {
      if (this.#takes('?') && !this.#takes(':')) throw new Unreadable()
      const inner = this.#choice()
      if (!this.#takes(')')) throw new Unreadable()
      return inner
    }
    if (sign === '[') return { kind: 'sign', sign: this.#set() }
    if (sign === '.') return { kind: 'sign', sign: not(plain('\n')) }
    if (sign === '\\') return { kind: 'sign', sign: this.#escaped() }
    if ('*+?{}^$]'.includes(sign)) throw new Unreadable()
    return { kind: 'sign', sign: plain(sign) }
  }

  /** What stands behind a backslash. */
  #escaped(): Sign {
    const letter = this.#next()
    const known = classes.get(letter.toLowerCase())
    if (known) return letter === letter.toLowerCase() ? among(known) : not(known)
    if (letter === 'p') return among(this.#category())
    return plain(this.#escapedSign(letter))
  }

  #escapedSign(letter: string): string {
    const control = controls.get(letter)
    if (control !== undefined) return control
    if (/[0-9A-Za-z]/.test(letter)) throw new Unreadable()
    return letter
  }

  #category(): Sign {
    const end = this.#signs.indexOf('}', this.#at)
    const known = this.#takes('{') ? categories.get(this.#signs.slice(this.#at, end).join('')) : undefined
    if (!known) throw new Unreadable()
    this.#at = end + 1
    return known
  }

  #set(): Sign {
    const isNot = this.#takes('^')
    const parts: Sign[] = []
    while (!this.#takes(']')) parts.push(this.#setPart())
    if (parts.length === 0) throw new Unreadable()
    const all = { has: (sign: string) => parts.some(({ has }) => has(sign)), re2: parts.map(({ re2 }) => re2).join('') }
    return isNot ? not(all) : among(all)
  }

  #setPart(): Sign {
    const first = this.#next()
    if (first === '[') throw new Unreadable()
    let from = first
    if (first === '\\') {
      const letter = this.#next()
      const known = letter === 'p' ? this.#category() : classes.get(letter)
      if (known) return known
      from = this.#escapedSign(letter)
    }
    if (this.#signs[this.#at] !== '-' || this.#signs[this.#at + 1] === ']') return plain(from)
    this.#at += 1
    const second = this.#next()
    if (second === '[') throw new Unreadable()
    const to = second === '\\' ? this.#escapedSign(this.#next()) : second
    const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
    if (high < low) throw new Unreadable()
    return {
      has: (sign) => (sign.codePointAt(0) ?? -1) >= low && (sign.codePointAt(0) ?? -1) <= high,
      re2: `${plain(from).re2}-${plain(to).re2}`,
    }
  }

  #next(): string {
    const sign = this.#signs[this.#at]
    if (sign === undefined) throw new Unreadable()
    this.#at += 1
    return sign
  }

  #takes(sign: string): boolean {
    if (this.#signs[this.#at] !== sign) return false
    this.#at += 1
    return true
  }
}

function written(node: Node): string {
  switch (node.kind) {
    case 'sign':
      return node.sign.re2
    case 'sequence':
      return node.of.map(written).join('')
    case 'choice':
      return `(?:${node.of.map(written).join('|')})`
    case 'repeat':
      return `(?:${written(node.of)}){${node.least},${node.most ?? ''}}`
  }
}

/** Either takes a sign and goes on to the next step, or goes on to several at once. */
type Step = { readonly sign: Sign; readonly to: number } | { readonly ways: number[] }

/** An automaton that is in all its states at once (K. Thompson, Regular Expression Search Algorithm, CACM 11(6), 1968). */
class Machine {
  readonly #steps: Step[] = []
  readonly #start: number
  readonly #end: number

  constructor(node: Node) {
    this.#end = this.#add({ ways: [] })
    this.#start = this.#build(node, this.#end)
  }

  matches(text: string): boolean {
    let now = this.#spread([this.#start])
    for (const sign of text) {
      const next: number[] = []
      for (const at of now) {
        const step = this.#steps[at]
        if (step && 'sign' in step && step.sign.has(sign)) next.push(step.to)
      }
      if (next.length === 0) return false
      now = this.#spread(next)
    }
    return now.has(this.#end)
  }

  /** All states that are reached without a sign. */
  #spread(from: readonly number[]): ReadonlySet<number> {
    const all = new Set(from)
    for (const at of all) {
      const step = this.#steps[at]
      if (step && 'ways' in step) for (const way of step.ways) all.add(way)
    }
    return all
  }

  #add(step: Step): number {
    if (this.#steps.length >= mostSteps) throw new Unreadable()
    return this.#steps.push(step) - 1
  }

  /** Builds from the end; gives where it begins. */
  #build(node: Node, next: number): number {
    switch (node.kind) {
      case 'sign':
        return this.#add({ sign: node.sign, to: next })
      case 'sequence':
        return node.of.reduceRight((to, part) => this.#build(part, to), next)
      case 'choice':
        return this.#add({ ways: node.of.map((part) => this.#build(part, next)) })
      case 'repeat':
        return this.#repeat(node, next)
    }
  }

  #repeat({ of, least, most }: Extract<Node, { kind: 'repeat' }>, next: number): number {
    let begin = next
    if (most === undefined) {
      const ways = [next]
      begin = this.#add({ ways })
      ways.push(this.#build(of, begin))
    } else for (let turn = least; turn < most; turn += 1) begin = this.#add({ ways: [this.#build(of, begin), next] })
    for (let turn = 0; turn < least; turn += 1) begin = this.#build(of, begin)
    return begin
  }
}
