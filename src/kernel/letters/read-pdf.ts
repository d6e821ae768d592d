import { inflateSync } from 'node:zlib'

/** What a test wants to know of a PDF file, read without any tool. */
export type PdfFacts = {
  /** The text that is no page header, footer or ornament, one item per run of a line. */
  runs: string[]
  pages: number
  title: string
  language: string
  creationDate: string
  isMarked: boolean
  showsTitle: boolean
  /** How often each kind of structure element is there: `{ H1: 1, P: 12, Table: 2 }`. */
  structure: Record<string, number>
  metadata: string
}

/** Reads a PDF as Typst writes it: objects in clear, page contents compressed, two-byte fonts with `ToUnicode`. */
export function readPdf(pdf: Uint8Array): PdfFacts {
  const file = Buffer.from(pdf)
  const objects = readObjects(file)
  const all = [...objects.values()].map(({ head }) => head)
  const catalog = all.find((head) => head.includes('/Type /Catalog')) ?? ''
  const info = all.find((head) => head.includes('/CreationDate')) ?? ''
  const metadata = [...objects.values()].find(({ head }) => head.includes('/Subtype /XML'))?.stream ?? Buffer.alloc(0)
  const pages = all.filter((head) => /\/Type \/Page\n/.test(head))
  const structure: Record<string, number> = {}
  if (/\/StructTreeRoot \d+ 0 R/.test(catalog)) {
    for (const head of all) {
      const kind = /\/Type \/StructElem\s+\/S \/(\w+)/.exec(head)?.[1]
      if (kind) structure[kind] = (structure[kind] ?? 0) + 1
    }
  }
  return {
    runs: pages.flatMap((page) => readRuns(page, objects)),
    pages: pages.length,
    title: titleOf(info),
    language: /\/Lang \(([^)]*)\)/.exec(catalog)?.[1] ?? '',
    creationDate: /\/CreationDate \(([^)]*)\)/.exec(info)?.[1] ?? '',
    isMarked: /\/MarkInfo <<[^>]*\/Marked true/.test(catalog),
    showsTitle: catalog.includes('/DisplayDocTitle true'),
    structure,
    metadata: metadata.toString('utf8'),
  }
}

function titleOf(info: string): string {
  const all = [...tokens(info)]
  const title = all[all.indexOf('/Title') + 1]
  return Buffer.isBuffer(title) ? textFrom(title) : ''
}

export type PdfObject = { head: string; stream: Buffer }

export function readObjects(file: Buffer): Map<string, PdfObject> {
  const text = file.toString('latin1')
  const objects = new Map<string, PdfObject>()
  for (const match of text.matchAll(/^(\d+) 0 obj\n/gm)) {
    const from = match.index + match[0].length
    const streamAt = text.indexOf('\nstream\n', from)
    const end = text.indexOf('endobj', from)
    const hasStream = streamAt !== -1 && streamAt < end
    const head = text.slice(from, hasStream ? streamAt : end)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const bytes = hasStream ? file.subarray(streamAt + 8, streamAt + 8 + length) : Buffer.alloc(0)
    const stream = head.includes('/Filter /FlateDecode') ? inflateSync(bytes) : bytes
    objects.set(match[1] ?? '', { head, stream })
  }
  return objects
}

function readRuns(page: string, objects: Map<string, PdfObject>): string[] {
  const fonts = new Map<string, Map<string, string>>()
  for (const [, name, id] of page.matchAll(/\/(f\d+) (\d+) 0 R/g)) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id ?? '')?.head ?? '')?.[1]
    fonts.set(name ?? '', readUnicodeMap(objects.get(unicode ?? '')?.stream.toString('latin1') ?? ''))
  }
  const content = objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '')?.stream.toString('latin1') ?? ''
  const runs: string[] = []
  let font = new Map<string, string>()
  // The marks that are open; text below an artifact is left out, text below one with `ActualText` is that text.
  const open: ('artifact' | 'actual' | 'other')[] = []
  let operands: Token[] = []
  for (const token of tokens(content)) {
    if (typeof token !== 'string' || !operators.has(token)) {
      operands.push(token)
      continue
    }
    const actual = operands[operands.indexOf('/ActualText') + 1]
    if (token === 'EMC') open.pop()
    else if (token === 'Tf') font = fonts.get(String(operands.at(-2)).slice(1)) ?? new Map()
    else if (token === 'TJ' || token === 'Tj') {
      if (open.every((mark) => mark === 'other')) runs.push(decode(operands, font))
    } else if (operands.includes('/Artifact')) open.push('artifact')
    else if (operands.includes('/ActualText') && Buffer.isBuffer(actual)) {
      if (!open.includes('artifact')) runs.push(textFrom(actual))
      open.push('actual')
    } else open.push('other')
    operands = []
  }
  return runs
}

const operators = new Set(['BDC', 'BMC', 'EMC', 'Tf', 'TJ', 'Tj'])

/** A string as its bytes, or any other word. */
type Token = string | Buffer

export function* tokens(content: string): Generator<Token> {
  const word = /\s*(<<|>>|<[0-9A-Fa-f]*>|\(|[[\]]|\/?[^\s()<>[\]/]+)/y
  for (let match = word.exec(content); match; match = word.exec(content)) {
    const [, text = ''] = match
    if (text === '(') {
      const end = endOfLiteral(content, word.lastIndex)
      yield literalBytes(content.slice(word.lastIndex, end))
      word.lastIndex = end + 1
    } else if (/^<[^<]/.test(text)) yield Buffer.from(text.slice(1, -1), 'hex')
    else yield text
  }
}

/** Where the literal string ends whose first sign is at `from`: parentheses inside it are escaped or in pairs. */
function endOfLiteral(content: string, from: number): number {
  let depth = 0
  for (let at = from; at < content.length; at++) {
    if (content[at] === '\\') at++
    else if (content[at] === '(') depth++
    else if (content[at] === ')' && depth-- === 0) return at
  }
  throw new Error('a string in the PDF does not end')
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function literalBytes(literal: string): Buffer {
  const text = literal.replace(/\\([0-7]{1,3}|.)/gs, (_, sign: string) =>
    /^[0-7]/.test(sign) ? String.fromCharCode(Number.parseInt(sign, 8)) : (escapes[sign] ?? sign),
  )
  return Buffer.from(text, 'latin1')
}

function decode(operands: readonly Token[], font: ReadonlyMap<string, string>): string {
  const codes = operands.map((operand) => (Buffer.isBuffer(operand) ? operand.toString('hex') : '')).join('')
  return (codes.match(/.{4}/g) ?? []).map((code) => font.get(code) ?? `[glyph ${code}]`).join('')
}

function textFrom(bytes: Buffer): string {
  return bytes[0] === 0xfe && bytes[1] === 0xff ? utf16(bytes.subarray(2).toString('hex')) : bytes.toString('latin1')
}

function readUnicodeMap(cmap: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)>/g)) map.set(code.toLowerCase(), utf16(text))
  }
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let step = 0; step <= Number.parseInt(to, 16) - Number.parseInt(from, 16); step++) {
        const code = (Number.parseInt(from, 16) + step).toString(16).padStart(4, '0')
        map.set(code, String.fromCodePoint(Number.parseInt(text, 16) + step))
      }
    }
  }
  return map
}

function utf16(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le')
}
