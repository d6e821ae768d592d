import type { Language } from '../i18n/language.ts'

const longestAddress = 254

/** Whether a text is one mail address and nothing else: no list, no name, no second line. */
export function isMailAddress(text: string): boolean {
  return text.length <= longestAddress && /^[^\s\p{Cc}@<>(),;:"\\[\]]+@[^\s\p{Cc}@<>(),;:"\\[\]]+$/u.test(text)
}

/** Text for a header: line breaks and other control signs become one space, so that no header can be added. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Parts of a text in order: plain, or an address of the web. */
export function linkParts(text: string): { text: string; isLink: boolean }[] {
  // The last group keeps a full stop or bracket behind an address out of it.
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]»])/g)
    .map((part, index) => ({ text: part, isLink: index % 2 === 1 }))
    .filter((part) => part.text !== '')
}

/** The paragraphs of a mail's text. */
export function paragraphs(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

/** The simple HTML twin of a plain mail: the same words, addresses as links, nothing loaded from anywhere. */
export function mailHtml({
  subject,
  text,
  footer,
  language,
}: {
  subject: string
  text: string
  footer: string
  language: Language
}): string {
  const body = paragraphs(text)
    .map((paragraph) => `<p style="margin:0 0 16px">${html(paragraph)}</p>`)
    .join('\n')
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f4f6f8;font:16px/1.5 Arial,sans-serif;color:#1e2b3c">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${escapeHtml(subject)}</h1>
${body}
</div>
<p style="max-width:560px;margin:16px auto 0;font-size:14px;color:#4a5868">${html(footer)}</p>
</body>
</html>
`
}

function html(text: string): string {
  return linkParts(text)
    .map((part) =>
      part.isLink ? `<a href="${escapeHtml(part.text)}">${escapeHtml(part.text)}</a>` : escapeHtml(part.text),
    )
    .join('')
    .replaceAll('\n', '<br>')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
