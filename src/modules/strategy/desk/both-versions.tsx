import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { type FieldValues, type Merged, wasName } from './versions.ts'

/** What stood in the fields when she began: hidden fields of her form, from which `mergeVersions` tells later who changed what. */
export function WasFields({ values }: { values: FieldValues }) {
  return (
    <>
      {Object.entries(values).map(([field, value]) => (
        <input key={field} type="hidden" name={wasName(field)} value={value} />
      ))}
    </>
  )
}

export type Versions = {
  readonly merged: Merged
  readonly was: FieldValues
  readonly typed: FieldValues
  readonly saved: FieldValues
}

type BothVersionsProps = {
  readonly t: Translate
  readonly versions: Versions | undefined
  /** What a field is called on the page. */
  readonly labelOf: (field: string) => string
}

/** For whoever comes second: what she typed beside what the other saved, field by field. Nothing where nobody was faster. */
export function BothVersions({ t, versions, labelOf }: BothVersionsProps) {
  if (!versions) return null
  const { merged, was, typed, saved } = versions
  const shown = (values: FieldValues, field: string) => {
    const value = values[field] ?? ''
    return value === '' ? <em>{t('strategy.versions.empty')}</em> : <span class="as-typed">{value}</span>
  }
  const head = (third: string) => [t('strategy.versions.field'), third, t('strategy.versions.saved')]
  return (
    <Alert kind="warning" title={t('strategy.versions.title')}>
      {merged.conflicts.length > 0 && (
        <Table
          caption={t('strategy.versions.conflicts')}
          head={head(t('strategy.versions.yours'))}
          rows={merged.conflicts.map((field) => [labelOf(field), shown(typed, field), shown(saved, field)])}
        />
      )}
      {merged.taken.length > 0 && (
        <Table
          caption={t('strategy.versions.taken')}
          head={head(t('strategy.versions.before'))}
          rows={merged.taken.map((field) => [labelOf(field), shown(was, field), shown(saved, field)])}
        />
      )}
    </Alert>
  )
}
