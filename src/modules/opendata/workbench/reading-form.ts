import type { FormReading } from '#modules/egovernment/public.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import { delimiterPattern, delimiters, encodings } from '../intake/inside/order.ts'

type Reading = NonNullable<Distribution['reading']>

export const readingFields = ['sheet', 'delimiter', 'other_delimiter', 'encoding', 'heading_line'] as const

const usualOf = (text: string | undefined) => delimiters.find((one) => one === text)

/** How the file with the rows is read, as the fields of the form that brings it. */
export const readingValues = ({ reading = {} }: Distribution): readonly (readonly [string, string])[] => [
  ['sheet', reading.sheet ?? ''],
  ['delimiter', usualOf(reading.delimiter) ?? ''],
  ['other_delimiter', usualOf(reading.delimiter) ? '' : (reading.delimiter ?? '')],
  ['encoding', reading.encoding ?? ''],
  ['heading_line', reading.headingLine?.toString() ?? ''],
]

/** What was entered; nothing where the file is to tell by itself. What cannot be is noted at its field. */
export function readReading(form: FormReading): Reading | undefined {
  const line = form.value('heading_line').trim()
  const headingLine = /^\d{1,4}$/.test(line) ? Number(line) : 0
  if (line !== '' && (headingLine < 1 || headingLine > 1_000))
    form.fail('heading_line', 'opendata.desk.reading.line_fault')
  const sheet = form.value('sheet').trim()
  if (sheet.length > 100) form.fail('sheet', 'opendata.desk.error.long', { most: 100 })
  const other = form.value('other_delimiter')
  if (other !== '' && !new RegExp(delimiterPattern).test(other))
    form.fail('other_delimiter', 'opendata.desk.reading.delimiter_fault')
  const delimiter = other === '' ? usualOf(form.value('delimiter')) : other
  const encoding = encodings.find((one) => one === form.value('encoding'))
  const reading = {
    ...(sheet !== '' && { sheet }),
    ...(delimiter && { delimiter }),
    ...(encoding && { encoding }),
    ...(line !== '' && { headingLine }),
  }
  return Object.keys(reading).length > 0 ? reading : undefined
}
