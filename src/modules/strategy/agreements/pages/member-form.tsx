import type { Translate } from '#kernel/i18n/translate.ts'
import { isSlug } from '#kernel/ids.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { dayFields, optionalDay } from '../../desk/day-fields.ts'
import { readLine } from '../../desk/projects/part-form.ts'
import type { FieldValues } from '../../desk/versions.ts'
import type { Source } from '../../graph/node.ts'
import type { Member } from '../agreement.ts'

/** A member as the fields of its form. */
export const memberValues = (member?: Member): FieldValues => ({
  member: member?.authorityId ?? '',
  name: member?.name ?? '',
  ...dayFields('since', member?.since),
  ...dayFields('until', member?.until),
  use: member?.use === undefined ? '' : String(member.use),
  owner: member?.owner ?? '',
  source: member?.source?.title ?? '',
})

type MemberRead = Omit<Member, 'id' | 'owner' | 'source'> & { readonly owner: string; readonly source: Source }

/** What was entered of a member, with who says so and after which source; undefined where something is wrong. */
export function readMember(
  form: FormReading,
  nameOf: (authority: string) => string | undefined,
): MemberRead | undefined {
  const chosen = form.value('member')
  const known = chosen === '' ? undefined : nameOf(chosen)
  if (chosen !== '' && known === undefined) form.fail('member', 'egovernment.desk.error.choose')
  const name = form.value('name').trim() === '' && known !== undefined ? known : readLine(form, 'name', 200)
  const [since, until] = [optionalDay(form, 'since'), optionalDay(form, 'until')]
  if (since && until && until < since) form.fail('until', 'strategy.goals.error.order')
  const use = form.value('use').trim() === '' ? undefined : form.wholeNumber('use', { least: 0, most: 999_999 })
  const [owner, source] = [readLine(form, 'owner', 200), readLine(form, 'source', 500)]
  if (!form.isSound || !name || !owner || !source) return undefined
  const authorityId = isSlug<'authority'>(chosen) ? chosen : undefined
  return { authorityId, name, since, until, use, owner, source: { title: source } }
}

type FieldsProps = {
  readonly t: Translate
  readonly form: FormReading
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
}

/** An authority of the house, or another one by its name; since when and until when; and who says so. */
export function MemberFields({ t, form, authorities }: FieldsProps) {
  const shared = (name: string) => ({
    id: name,
    name,
    label: t(`strategy.agreements.form.member_${name}`),
    value: form.value(name),
    ...errorOf(form, name),
  })
  const optional = { optionalText: t('strategy.goals.optional') }
  return (
    <>
      <SelectField
        {...shared('member')}
        emptyLabel={t('strategy.agreements.form.member_other')}
        options={authorities.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField
        {...shared('name')}
        {...optional}
        hint={t('strategy.agreements.form.member_name_hint')}
        maxLength={200}
        width="full"
      />
      <DateField t={t} {...shared('since')} {...optional} value={form.dayParts('since')} />
      <DateField t={t} {...shared('until')} {...optional} value={form.dayParts('until')} />
      <TextField
        {...shared('use')}
        {...optional}
        hint={t('strategy.agreements.form.member_use_hint')}
        width="s"
        inputMode="numeric"
      />
      <SaidBy {...{ t, form }} />
    </>
  )
}

/** Who says something of an agreement, and after which source. */
export function SaidBy({ t, form }: Pick<FieldsProps, 't' | 'form'>) {
  return (['owner', 'source'] as const).map((name) => (
    <TextField
      key={name}
      id={name}
      name={name}
      label={t(`strategy.agreements.form.said_${name}`)}
      {...(name === 'owner' && { hint: t('strategy.goals.hint.owner') })}
      value={form.value(name)}
      maxLength={name === 'owner' ? 200 : 500}
      width="full"
      required
      {...errorOf(form, name)}
    />
  ))
}
