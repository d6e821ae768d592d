import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type LocalText, languages } from '#kernel/i18n/language.ts'

/** Lines of a text area that hold something. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export type Named = { readonly title: LocalText; readonly url: string }

const divider = /\s*\|\s*/

/** `Titel | titre | titolo | title | https://…`, with as many languages as there are. Undefined where it is not so. */
export function parseNamed(line: string): Named | undefined {
  const parts = line.split(divider)
  const url = parts.at(-1) ?? ''
  const title = textsOf(parts.slice(0, -1))
  return title && /^https?:\/\/\S+$/.test(url) ? { title, url } : undefined
}

export function writeNamed({ title, url }: Named): string {
  return [...writeTexts(title), url].join(' | ')
}

/** `code | Bedeutung | signification | significato | meaning`. */
export function parseCode(line: string): { readonly code: string; readonly label: LocalText } | undefined {
  const [code = '', ...parts] = line.split(divider)
  const label = textsOf(parts)
  return code !== '' && label ? { code, label } : undefined
}

export function writeCode({ code, label }: { readonly code: string; readonly label: LocalText }): string {
  return [code, ...writeTexts(label)].join(' | ')
}

/** Texts in the order of the languages; one that is empty is missing. */
function textsOf(parts: readonly string[]): LocalText | undefined {
  const [de = ''] = parts
  if (de === '' || parts.length > languages.length) return undefined
  const others = languages.slice(1).flatMap((language, at) => {
    const text = parts[at + 1] ?? ''
    return text === '' ? [] : [[language, text] as const]
  })
  return { de, ...Object.fromEntries(others) }
}

function writeTexts(text: LocalText): readonly string[] {
  const all = languages.map((language) => text[language] ?? '')
  const last = all.findLastIndex((one) => one !== '')
  return all.slice(0, last + 1)
}

export type Period = { readonly from: IsoDate; readonly to?: IsoDate }

/** `1.1.2020 – 31.12.2025`, or with the beginning alone; dates in the Swiss or the international form. */
export function parsePeriod(line: string): Period | undefined {
  const found =
    /^(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})(?:\s*[–—]?\s*|\s+-\s+|\s*-\s*)(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})?$/.exec(
      line,
    )
  const [from, to] = [parseDay(found?.[1] ?? ''), parseDay(found?.[2] ?? '')]
  if (!from || (found?.[2] !== undefined && !to)) return undefined
  return to ? { from, to } : { from }
}

export function writePeriod({ from, to }: { readonly from: string; readonly to?: string }): string {
  const day = (text: string) => text.split('-').toReversed().join('.')
  return to === undefined ? day(from) : `${day(from)} – ${day(to)}`
}

function parseDay(text: string): IsoDate | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
  const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(iso) ? iso : undefined
}
