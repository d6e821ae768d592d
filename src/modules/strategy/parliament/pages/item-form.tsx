import { isIsoDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { dayFields, optionalDay } from '../../desk/day-fields.ts'
import { readLine } from '../../desk/projects/part-form.ts'
import { SlugField } from '../../desk/slug-field.tsx'
import type { FieldValues } from '../../desk/versions.ts'
import type { NodeContent } from '../../graph/node.ts'
import { itemKinds, type ParliamentItem } from '../item.ts'
import type { ItemFound } from '../queries.ts'

/** An item as the fields of its form. */
export function itemValues(item: ItemFound): FieldValues {
  const [year = '', month = '', day = ''] = (item.saidOn ?? '').split('-')
  return {
    kind: item.kind,
    title: item.title.de,
    body: item.body,
    office: item.owner ?? '',
    source: item.sources[0].title,
    text: item.text?.de ?? '',
    ...{ 'said.day': day, 'said.month': month, 'said.year': year },
    ...dayFields('due', item.dueOn),
    answer: item.answer ?? '',
    ...dayFields('answered', item.answeredOn),
  }
}

type Read = {
  readonly content: Pick<NodeContent, 'title' | 'text' | 'owner' | 'sources'>
  readonly item: Pick<ParliamentItem, 'kind' | 'body' | 'saidOn' | 'dueOn' | 'answer' | 'answeredOn'>
}

/** What was entered of an item; undefined where something is wrong. What the form does not show, such as other languages, stays as it was. */
export function readItem(form: FormReading, before?: ItemFound): Read | undefined {
  const kind = form.choice('kind', itemKinds)
  const [title, body] = [readLine(form, 'title', 200), readLine(form, 'body', 200)]
  const [office, source] = [readLine(form, 'office', 200), readLine(form, 'source', 500)]
  const saidOn = readSaid(form)
  const dueOn = optionalDay(form, 'due')
  const [text, answer] = [textOf(form, 'text'), textOf(form, 'answer')]
  const answeredOn = optionalDay(form, 'answered')
  if (!form.isSound || !kind || !title || !body || !office || !source) return undefined
  const [first, ...others] = before?.sources ?? []
  const kept = first?.title === source ? first : { title: source, ...(saidOn && { date: saidOn }) }
  return {
    content: {
      title: { ...before?.title, de: title },
      text: text === undefined ? undefined : { ...before?.text, de: text },
      owner: office,
      sources: [kept, ...others],
    },
    item: { kind, body, saidOn, dueOn, answer, answeredOn },
  }
}

function textOf(form: FormReading, name: string): string | undefined {
  return form.value(name).trim() === '' ? undefined : readLine(form, name, 5_000)
}

/** The day as far as a source tells it: a year, a month or a day. */
function readSaid(form: FormReading): string | undefined {
  const { day, month, year } = form.dayParts('said')
  const parts = [year, month.padStart(2, '0'), day.padStart(2, '0')].slice(0, day !== '' ? 3 : month !== '' ? 2 : 1)
  const text = parts.join('-')
  return isIsoDate(`${text}-01-01`.slice(0, 10)) ? text : form.fail('said', 'egovernment.desk.error.day')
}

type FieldsProps = { readonly t: Translate; readonly form: FormReading; readonly isNew: boolean }

/** The fields of an item; a new one has no answer yet. */
export function ItemFields({ t, form, isNew }: FieldsProps) {
  const shared = (name: string) => ({
    id: name,
    name,
    label: t(`strategy.parliament.field.${name}`),
    value: form.value(name),
    ...errorOf(form, name),
  })
  const optional = { optionalText: t('strategy.goals.optional') }
  return (
    <>
      <SelectField
        {...shared('kind')}
        options={itemKinds.map((kind) => ({
          value: kind,
          label: t(`strategy.parliament.kind.${kind}`, { count: 1 }),
        }))}
      />
      <TextField {...shared('title')} maxLength={200} width="full" required />
      {isNew && <SlugField t={t} form={form} />}
      <TextField {...shared('body')} maxLength={200} width="full" required />
      <TextField {...shared('office')} hint={t('strategy.goals.hint.owner')} maxLength={200} width="full" required />
      <TextArea t={t} {...shared('text')} {...optional} maxLength={5000} />
      <DateField t={t} {...shared('said')} value={form.dayParts('said')} />
      <DateField t={t} {...shared('due')} {...optional} value={form.dayParts('due')} />
      {!isNew && (
        <>
          <TextArea t={t} {...shared('answer')} {...optional} maxLength={5000} />
          <DateField t={t} {...shared('answered')} {...optional} value={form.dayParts('answered')} />
        </>
      )}
      <TextField {...shared('source')} maxLength={500} width="full" required />
    </>
  )
}
