import { isIsoDate } from '#kernel/i18n/format.ts'
import { type FormReading, readOptionalTexts, readTexts, textValues } from '#modules/egovernment/public.ts'
import { audiences, levels, type NodeContent, type NodeKind, type Source, standings } from '../graph/node.ts'
import { dayFields, optionalDay } from './day-fields.ts'
import type { FieldValues } from './versions.ts'

/** What is said of a thing as the fields of its form: `title.de` …, `beginsOn.day` …, one source a line. */
export function nodeValues(content: Omit<NodeContent, 'kind'>): FieldValues {
  return {
    ...Object.fromEntries(textValues('title', content.title)),
    ...Object.fromEntries(textValues('text', content.text)),
    owner: content.owner ?? '',
    level: content.level,
    audience: content.audience,
    standing: content.standing,
    ...dayFields('beginsOn', content.beginsOn),
    ...dayFields('endsOn', content.endsOn),
    sources: content.sources.map(sourceLine).join('\n'),
  }
}

const sourceLine = ({ title, url, date }: Source) => [title, url ?? '', date ?? ''].join(' | ').replace(/( \| )+$/, '')

/**
 * What was entered; undefined where something is wrong, which is noted at its field. `before` are the sources that were there: what their
 * lines do not show, such as a quotation, stays theirs.
 */
export function readNodeForm(
  form: FormReading,
  { kind, before }: { readonly kind: NodeKind; readonly before: readonly Source[] },
): NodeContent | undefined {
  const title = readTexts(form, 'title', 300)
  const text = readOptionalTexts(form, 'text', 4_000)
  const owner = readLine(form, 'owner')
  const level = form.choice('level', levels)
  const audience = form.choice('audience', audiences)
  const standing = form.choice('standing', standings)
  const [beginsOn, endsOn] = [optionalDay(form, 'beginsOn'), optionalDay(form, 'endsOn')]
  if (beginsOn && endsOn && beginsOn > endsOn) form.fail('endsOn', 'strategy.goals.error.order')
  const [first, ...others] = readSources(form, before)
  if (!first) form.fail('sources', 'strategy.goals.error.source')
  if (!form.isSound || !title || !level || !audience || !standing || !first) return undefined
  const known = { kind, level, audience, standing, title, text, beginsOn, endsOn }
  return { ...known, owner: owner === '' ? undefined : owner, sources: [first, ...others] }
}

function readLine(form: FormReading, name: string): string {
  const text = form.value(name).trim()
  if (text.length > 200) form.fail(name, 'strategy.goals.error.long', { most: 200 })
  return text
}

function readSources(form: FormReading, before: readonly Source[]): readonly Source[] {
  const lines = form
    .value('sources')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length > 50) form.fail('sources', 'strategy.goals.error.source')
  return lines.flatMap((line) => readSource(form, line, before))
}

function readSource(form: FormReading, line: string, before: readonly Source[]): Source[] {
  const [title = '', ...rest] = line.split('|').map((part) => part.trim())
  const url = rest.find((part) => /^https?:\/\//.test(part))
  const date = rest.find((part) => /^\d{4}(-\d{2}){0,2}$/.test(part))
  const isSound =
    title !== '' &&
    title.length <= 500 &&
    (url === undefined || (url.length <= 1_000 && URL.canParse(url))) &&
    (date === undefined || isIsoDate(date.padEnd(10, '-01'))) &&
    rest.every((part) => part === '' || part === url || part === date)
  if (!isSound) {
    form.fail('sources', 'strategy.goals.error.source_line', { line: line.slice(0, 80) })
    return []
  }
  const known = before.find((one) => one.title === title)
  const { url: _url, date: _date, ...kept } = known ?? { title }
  return [{ ...kept, title, ...(url !== undefined && { url }), ...(date !== undefined && { date }) }]
}
