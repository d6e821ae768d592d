/**
 * Texts that editors write: paragraphs, headings, lists, bold, italic, links. Everything else stands there as it was
 * typed. The result is elements, never raw HTML, so nothing an editor types can become markup or script.
 */
import type { ComponentChildren, VNode } from 'preact'

export type MarkdownProps = {
  text: string
  /** Level that `#` becomes, so that the page's outline holds; 2 by default. */
  level?: 2 | 3 | 4
  /** Language of the text where it differs from the page. */
  lang?: string
}

export function Markdown({ text, level, lang }: MarkdownProps) {
  return (
    <div class="markdown" lang={lang}>
      {blocks(text).map((block, index) => renderBlock(block, index, level ?? 2))}
    </div>
  )
}

type Block =
  | { kind: 'heading'; depth: number; text: string }
  | { kind: 'list'; isOrdered: boolean; items: string[] }
  | { kind: 'paragraph'; text: string }

const heading = /^(#{1,3})\s+(.+)$/
const bullet = /^[-*]\s+(.+)$/
const numbered = /^\d{1,3}[.)]\s+(.+)$/

/** Cuts a text into blocks: a blank line, a heading or a change of list ends one. */
function blocks(text: string): Block[] {
  const found: Block[] = []
  let isNew = true
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '') {
      isNew = true
      continue
    }
    addLine(found, line, isNew)
    isNew = heading.test(line)
  }
  return found
}

function addLine(found: Block[], line: string, isNew: boolean): void {
  const last = found.at(-1)
  const title = heading.exec(line)
  if (title) {
    found.push({ kind: 'heading', depth: title[1]?.length ?? 1, text: title[2] ?? '' })
    return
  }
  const isOrdered = numbered.test(line)
  const item = (numbered.exec(line) ?? bullet.exec(line))?.[1]
  if (item !== undefined) {
    if (last?.kind === 'list' && last.isOrdered === isOrdered) last.items.push(item)
    else found.push({ kind: 'list', isOrdered, items: [item] })
    return
  }
  if (isNew || !last || last.kind === 'heading') found.push({ kind: 'paragraph', text: line })
  else if (last.kind === 'list') last.items.push(`${last.items.pop() ?? ''} ${line}`)
  else last.text += ` ${line}`
}

function renderBlock(block: Block, key: number, level: number): VNode {
  switch (block.kind) {
    case 'heading': {
      const Heading = headings[Math.min(level + block.depth - 1, 6) - 2] ?? 'h6'
      return <Heading key={key}>{inline(block.text)}</Heading>
    }
    case 'list': {
      const items = block.items.map((item) => <li key={item}>{inline(item)}</li>)
      return block.isOrdered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
    case 'paragraph':
      return <p key={key}>{inline(block.text)}</p>
  }
}

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'] as const

// One alternative per mark: **bold**, *italic*, [text](address). None of them nests in itself, so matching is linear.
const mark = /\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\][]+)\]\(([^()\s]+)\)/

function inline(text: string): ComponentChildren {
  const match = mark.exec(text)
  if (!match) return text
  const [whole, bold, italic, label, address] = match
  return (
    <>
      {text.slice(0, match.index)}
      {bold && <strong>{bold}</strong>}
      {italic && <em>{italic}</em>}
      {label && address && (isSafeAddress(address) ? <a href={address}>{label}</a> : label)}
      {inline(text.slice(match.index + whole.length))}
    </>
  )
}

/** Own paths, anchors, and addresses of the web, mail and telephone; nothing that a browser would run. */
export function isSafeAddress(address: string): boolean {
  return /^(https?:\/\/|mailto:|tel:|#|\/(?![/\\]))/i.test(address)
}
