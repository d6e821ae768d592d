import { formatDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import type { HalfYear } from './half-year.ts'
import { HalfYearComparison } from './half-year-comparison.tsx'
import type { ComparedHalfYears } from './read-compared.ts'

type PartsProps = ComparedHalfYears & {
  readonly t: Translate
  readonly language: Language
  readonly authorityId: string
  /** Where the form asks for two half-years. */
  readonly action: string
}

/** Two half-years of an authority to choose, and both beside each other. */
export function ComparedParts({ t, language, authorityId, action, frozen, before, after }: PartsProps) {
  if (frozen.length < 2) return <p>{t('strategy.half_years.one_only')}</p>
  const options = frozen.map(({ asOf }) => ({ value: asOf, label: formatDate(asOf) }))
  const choice = (name: 'before' | 'after', chosen: HalfYear | undefined) => (
    <SelectField
      id={name}
      name={name}
      label={t(`strategy.half_years.${name}`)}
      value={chosen?.asOf ?? ''}
      options={options}
    />
  )
  return (
    <>
      <form method="get" action={action} class="cockpit-filter">
        <input type="hidden" name="authority" value={authorityId} />
        {choice('before', before)}
        {choice('after', after)}
        <Button variant="secondary">{t('strategy.projects.compare')}</Button>
      </form>
      {before && after && <HalfYearComparison {...{ t, language, before, after }} />}
    </>
  )
}
