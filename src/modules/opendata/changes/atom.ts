import type { Language } from '#kernel/i18n/language.ts'
import { xmlText } from '../dcat/xml-text.ts'

export type AtomFeed = {
  /** Address of the feed itself, which is its id as well. */
  readonly self: string
  /** The address of what is older (RFC 5005), where there is more. */
  readonly next?: string
  /** The page that it is the feed of. */
  readonly page: string
  readonly title: string
  readonly author: string
  readonly language: Language
  readonly updatedAt: Date
  readonly entries: readonly AtomEntry[]
}

export type AtomEntry = {
  /** A UUID. */
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly author: string
  readonly page: string
  readonly at: Date
}

/** A feed as Atom 1.0 (RFC 4287): every entry with id, title, instant, author and a link. */
export function writeAtom({ self, next, page, title, author, language, updatedAt, entries }: AtomFeed): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>${xmlText(self)}</id>
<title>${xmlText(title)}</title>
<updated>${updatedAt.toISOString()}</updated>
<author><name>${xmlText(author)}</name></author>
<link rel="self" type="application/atom+xml" href="${xmlText(self)}"/>
<link rel="alternate" type="text/html" href="${xmlText(page)}"/>
${next === undefined ? '' : `<link rel="next" type="application/atom+xml" href="${xmlText(next)}"/>\n`}${entries.map(entryText).join('')}</feed>
`
}

function entryText({ id, title, summary, author, page, at }: AtomEntry): string {
  return `<entry>
<id>urn:uuid:${xmlText(id)}</id>
<title>${xmlText(title)}</title>
<updated>${at.toISOString()}</updated>
<author><name>${xmlText(author)}</name></author>
<link rel="alternate" type="text/html" href="${xmlText(page)}"/>
<summary>${xmlText(summary)}</summary>
</entry>
`
}
