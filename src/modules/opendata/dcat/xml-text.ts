const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
/** All that XML 1.0 can hold, and line ends that would not come back as they were. */
const harmless = /^[\t\n\u0020!#-%'-;=?-\ud7ff\ue000-\ufffd]*$/

/** Text as it stands in XML 1.0; characters that it cannot hold become the mark for what is unreadable. */
export function xmlText(text: string): string {
  if (harmless.test(text)) return text
  let safe = ''
  for (const character of text) safe += marks[character] ?? (isXml(character) ? character : '\ufffd')
  return safe
}

/** The production «Char» of XML 1.0 (fifth edition, 2.2). */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 0x9 || code === 0xa
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
}

/** Characters that XML 1.0 cannot hold become the mark for what is unreadable; all else stays as it is. */
export function readableXml(xml: string): string {
  let safe = ''
  for (const character of xml) safe += isXml(character) ? character : '\ufffd'
  return safe
}
