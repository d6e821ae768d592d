import { h } from 'preact'

/**
 * Data for programs that read the page, such as search engines: a script element that no browser runs (HTML, «data block»), so that the content
 * policy has nothing to forbid. Every character that could end the element is written as JSON escapes it; this is the one place where
 * text goes into a page as it is.
 */
export function DataBlock({ type, data }: { type: 'application/ld+json'; data: unknown }) {
  const text = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return h('script', { type, dangerouslySetInnerHTML: { __html: text } })
}
