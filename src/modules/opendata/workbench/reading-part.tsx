import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { delimiters, encodings } from '../intake/inside/order.ts'
import type { ReadAs } from './read-as.ts'
import { readingFields } from './reading-form.ts'

const signName = { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'bar', ':': 'colon' } as const

/** How the file is to be read, for those whose file is not read rightly by itself. */
export function ReadingPart({ t, form }: { t: Translate; form: FormReading }) {
  const isOpen = readingFields.some((name) => form.value(name) !== '' || form.error(name) !== undefined)
  return (
    <Details summary={t('opendata.desk.reading.title')} isOpen={isOpen}>
      <p>{t('opendata.desk.reading.text')}</p>
      <TextField
        id="sheet"
        name="sheet"
        label={t('opendata.desk.reading.sheet')}
        hint={t('opendata.desk.reading.sheet_hint')}
        optionalText={t('opendata.desk.optional')}
        value={form.value('sheet')}
        maxLength={100}
        {...errorOf(form, 'sheet')}
      />
      <TextField
        id="heading_line"
        name="heading_line"
        label={t('opendata.desk.reading.heading_line')}
        optionalText={t('opendata.desk.optional')}
        value={form.value('heading_line')}
        inputMode="numeric"
        width="s"
        {...errorOf(form, 'heading_line')}
      />
      <SelectField
        id="delimiter"
        name="delimiter"
        label={t('opendata.desk.reading.delimiter')}
        value={form.value('delimiter')}
        emptyLabel={t('opendata.desk.reading.by_itself')}
        options={delimiters.map((value) => ({ value, label: t(`opendata.desk.reading.sign.${signName[value]}`) }))}
      />
      <TextField
        id="other_delimiter"
        name="other_delimiter"
        label={t('opendata.desk.reading.other_delimiter')}
        hint={t('opendata.desk.reading.other_delimiter_hint')}
        optionalText={t('opendata.desk.optional')}
        value={form.value('other_delimiter')}
        maxLength={1}
        width="s"
        autocomplete="off"
        {...errorOf(form, 'other_delimiter')}
      />
      <SelectField
        id="encoding"
        name="encoding"
        label={t('opendata.desk.reading.encoding')}
        value={form.value('encoding')}
        emptyLabel={t('opendata.desk.reading.by_itself')}
        options={encodings.map((value) => ({ value, label: value }))}
      />
    </Details>
  )
}

/** How a file was read, as far as that can be said of its format. */
export function ReadAsText({ t, read }: { t: Translate; read: ReadAs }) {
  const { format, sheet, sheets, headingLine, encoding } = read
  const usual = delimiters.find((one) => one === read.delimiter)
  return (
    <p>
      {[
        t('opendata.desk.reading.read_as', { format: format.toUpperCase() }),
        ...(sheet === null ? [] : [t('opendata.desk.reading.read_sheet', { sheet, sheets: sheets.join(', ') })]),
        ...(headingLine > 0 ? [t('opendata.desk.reading.read_line', { line: headingLine })] : []),
        ...(read.delimiter === null
          ? []
          : [
              t('opendata.desk.reading.read_delimiter', {
                sign: usual ? t(`opendata.desk.reading.sign.${signName[usual]}`) : read.delimiter,
              }),
            ]),
        ...(encoding === null ? [] : [t('opendata.desk.reading.read_encoding', { encoding })]),
      ].join(' ')}
    </p>
  )
}
