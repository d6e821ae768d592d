import { type Language, languages } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { FormReading } from '../desk/form-reading.ts'
import type { BlockInput } from './keep-text-block.ts'
import { unknownPlaceholders } from './placeholders.ts'
import { type BlockTexts, longestBlock, longestTitle, type TextBlock } from './text-block.ts'

/** What a block may be for. */
export type BlockChoices<Ids extends string = string> = readonly { readonly value: Ids; readonly label: string }[]

export const textField = (language: Language) => `text_${language}` as const

/** A block as the form begins with it. */
export function blockValues({ title, serviceId, unitId, texts }: TextBlock): Readonly<Record<string, string>> {
  const filled = languages.map((language) => [textField(language), texts[language] ?? ''])
  return { title, service: serviceId ?? '', unit: unitId ?? '', ...Object.fromEntries(filled) }
}

/** Reads the form; undefined with errors at the fields where something is wrong. */
export function readBlock(
  form: FormReading,
  authorityId: AuthorityId,
  known: { readonly services: BlockChoices; readonly units: BlockChoices },
  ids: { readonly serviceId: BlockInput['serviceId']; readonly unitId: BlockInput['unitId'] },
): BlockInput | undefined {
  const title = form.text('title')?.replace(/\s+/g, ' ')
  if (title !== undefined && title.length > longestTitle)
    form.fail('title', 'egovernment.desk.error.long', { most: longestTitle })
  if (!isKnown(form.value('service'), known.services)) form.fail('service', 'egovernment.desk.error.choose')
  if (!isKnown(form.value('unit'), known.units)) form.fail('unit', 'egovernment.desk.error.choose')
  const texts: BlockTexts = Object.fromEntries(
    languages.flatMap((language) => {
      const text = readText(form, textField(language))
      return text === undefined || text === '' ? [] : [[language, text]]
    }),
  )
  if (form.isSound && Object.keys(texts).length === 0)
    form.fail(textField('de'), 'egovernment.text_blocks.error.no_text')
  if (!form.isSound || title === undefined) return undefined
  return { authorityId, ...ids, title, texts }
}

function isKnown(value: string, choices: BlockChoices): boolean {
  return value === '' || choices.some((one) => one.value === value)
}

function readText(form: FormReading, field: string): string | undefined {
  const text = form.optionalText(field)
  if (text === undefined) return undefined
  if (text.length > longestBlock) return form.fail(field, 'egovernment.desk.error.long', { most: longestBlock })
  const unknown = unknownPlaceholders(text)
  if (unknown.length > 0)
    return form.fail(field, 'egovernment.text_blocks.error.placeholder', { names: unknown.slice(0, 5).join(', ') })
  return text
}
