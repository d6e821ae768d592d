import type { ComponentChildren } from 'preact'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Edit, Versions } from './edit.ts'
import { sayValue, wordsOf } from './field-words.ts'
import { type FieldValues, wasName } from './versions.ts'

/** What stood in the fields when she began: hidden fields of her form, from which is told later who changed what. */
export function WasFields({ edit }: { readonly edit: Pick<Edit, 'was'> }) {
  return (
    <>
      {Object.entries(edit.was).map(([field, value]) => (
        <input key={field} type="hidden" name={wasName(field)} value={value} />
      ))}
    </>
  )
}

type BothVersionsProps = {
  readonly t: Translate
  readonly versions: Versions | undefined
  /** The fields of her form: what they are called and how choices are said is read off them. */
  readonly fields: ComponentChildren
}

/** For whoever comes second: what she typed beside what the other saved, field by field. Nothing where nobody was faster. */
export function BothVersions({ t, versions, fields }: BothVersionsProps) {
  if (!versions) return null
  const { merged, was, typed, saved } = versions
  const words = wordsOf(fields)
  const shown = (values: FieldValues, field: string) => {
    const said = sayValue(words, values, field)
    return said === '' ? <em>{t('strategy.versions.empty')}</em> : <span class="as-typed">{said}</span>
  }
  const head = (third: string) => [t('strategy.versions.field'), third, t('strategy.versions.saved')]
  const labelOf = (field: string) => words.get(field)?.label ?? field
  return (
    <Alert kind="warning" isLive title={t('strategy.versions.title')}>
      {merged.conflicts.length > 0 && (
        <Table
          caption={t('strategy.versions.conflicts')}
          folds
          head={head(t('strategy.versions.yours'))}
          rows={merged.conflicts.map((field) => [labelOf(field), shown(typed, field), shown(saved, field)])}
        />
      )}
      {merged.taken.length > 0 && (
        <Table
          caption={t('strategy.versions.taken')}
          folds
          head={head(t('strategy.versions.before'))}
          rows={merged.taken.map((field) => [labelOf(field), shown(was, field), shown(saved, field)])}
        />
      )}
      {merged.conflicts.length + merged.taken.length === 0 && <p>{t('strategy.versions.elsewhere')}</p>}
    </Alert>
  )
}
