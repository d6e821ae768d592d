import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { Node } from '../../graph/node.ts'
import { creditKinds } from '../../money/may-add.ts'
import type { CreditInput } from '../../money/put-credit.ts'
import { accounts, type Base, type CreditLine, type listTranches } from '../../money/queries.ts'
import { dayFields, optionalDay } from '../day-fields.ts'
import { francsText, readFrancs, readLine } from '../projects/part-form.ts'
import type { FieldValues } from '../versions.ts'

type Tranches = Awaited<ReturnType<typeof listTranches>>

/** A credit as the fields of its form; tranches one a line, the account in the reader's words: `2026 Investitionsrechnung 100'000`. */
export function creditValues(
  t: Translate,
  { credit, node, tranches, bases }: { credit: CreditLine; node: Node; tranches: Tranches; bases: readonly Base[] },
): FieldValues {
  const slugOf = (named: string | undefined) => bases.find(({ id }) => id === named)?.slug ?? ''
  const money = (rappen: number | undefined) => (rappen === undefined ? '' : francsText(rappen))
  return {
    title: credit.title.de,
    kind: credit.kind,
    adds_to: slugOf(credit.addsTo),
    part_of: credit.addsTo === undefined ? slugOf(credit.partOf) : '',
    requested: money(credit.requested),
    approved: money(credit.approved),
    decided_by: credit.decidedBy ?? '',
    source: node.sources[0].title,
    ...dayFields('decided_on', credit.decidedOn),
    ...dayFields('expires_on', credit.expiresOn),
    tranches: tranches
      .map(({ year, account, amount }) => `${year} ${t(`strategy.money.accounts.${account}`)} ${francsText(amount)}`)
      .join('\n'),
  }
}

/** What was entered of a credit; undefined where something is wrong. */
export function readCredit(form: FormReading): CreditInput | undefined {
  const isBlank = (name: string) => form.value(name).trim() === ''
  const title = readLine(form, 'title', 300)
  const kind = form.choice('kind', creditKinds)
  const requested = isBlank('requested') ? undefined : readFrancs(form, 'requested')
  const approved = isBlank('approved') ? undefined : readFrancs(form, 'approved')
  const [decidedOn, expiresOn] = [optionalDay(form, 'decided_on'), optionalDay(form, 'expires_on')]
  const source = readLine(form, 'source', 500)
  const tranches = readTranches(form)
  if (!form.isSound || !title || !kind || !source) return undefined
  const decidedBy = isBlank('decided_by') ? undefined : form.value('decided_by').trim().slice(0, 200)
  const addsTo = isBlank('adds_to') ? undefined : form.value('adds_to').trim()
  const partOf = isBlank('part_of') ? undefined : form.value('part_of').trim()
  return { title, kind, addsTo, partOf, requested, approved, decidedOn, decidedBy, expiresOn, source, tranches }
}

function readTranches(form: FormReading): CreditInput['tranches'] {
  const lines = form
    .value('tranches')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const seen = new Set<string>()
  return lines.slice(0, 100).flatMap((line) => {
    const [, year = '', name = '', amount = ''] = /^(20\d{2})\s+(\D+?)\s+([\d'’.]+)$/.exec(line) ?? []
    const account = accounts.find(
      (one) => one === name || form.t(`strategy.money.accounts.${one}`).toLowerCase() === name.toLowerCase(),
    )
    const plain = amount.replaceAll(/['’]/g, '')
    const isSound = /^\d{1,10}(\.\d{2})?$/.test(plain)
    if (!account || !isSound || seen.has(`${year} ${account}`)) {
      form.fail('tranches', 'strategy.money.error.tranche', { line: line.slice(0, 80) })
      return []
    }
    seen.add(`${year} ${account}`)
    const [francs = '0', rest = '0'] = plain.split('.')
    return [{ account, year: Number(year), amount: Number(francs) * 100 + Number(rest) }]
  })
}

type CreditFieldsProps = Pick<DeskPage, 't'> & {
  readonly form: FormReading
  readonly language: Language
  /** The credits that another one can supplement or be part of. */
  readonly bases: readonly Base[]
}

export function CreditFields({ t, form, language, bases }: CreditFieldsProps) {
  const optional = { optionalText: t('strategy.goals.optional') }
  const shared = (name: string) => ({
    id: name,
    name,
    label: t(`strategy.money.field.${name}`),
    value: form.value(name),
    ...errorOf(form, name),
  })
  return (
    <>
      <TextField {...shared('title')} maxLength={300} width="full" required />
      <SelectField
        {...shared('kind')}
        emptyLabel={t('strategy.goals.choose')}
        options={creditKinds.map((value) => ({ value, label: t(`strategy.money.kind.${value}`) }))}
      />
      <SelectField
        {...shared('adds_to')}
        {...optional}
        hint={t('strategy.money.adds_to_hint')}
        emptyLabel="–"
        options={bases.map(({ slug, title }) => ({ value: slug, label: textIn(title, language) }))}
      />
      <SelectField
        {...shared('part_of')}
        {...optional}
        hint={t('strategy.money.part_of_hint')}
        emptyLabel="–"
        options={bases.map(({ slug, title }) => ({ value: slug, label: textIn(title, language) }))}
      />
      <TextField {...shared('requested')} {...optional} type="number" prefix="CHF" width="m" />
      <TextField {...shared('approved')} {...optional} type="number" prefix="CHF" width="m" />
      <DateField t={t} {...shared('decided_on')} {...optional} value={form.dayParts('decided_on')} />
      <TextField {...shared('decided_by')} {...optional} maxLength={200} width="full" />
      <DateField t={t} {...shared('expires_on')} {...optional} value={form.dayParts('expires_on')} />
      <TextArea
        t={t}
        {...shared('tranches')}
        {...optional}
        hint={t('strategy.money.tranches_hint', {
          account: t('strategy.money.accounts.investment'),
          other: t('strategy.money.accounts.operating'),
        })}
        rows={4}
      />
      <TextField {...shared('source')} maxLength={500} width="full" required />
    </>
  )
}
