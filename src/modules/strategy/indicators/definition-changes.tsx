import { formatDate, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Table } from '#ui/components/table/table.tsx'
import { figureText } from './figure-text.ts'
import type { Definition } from './indicator.ts'

type Said = { readonly t: Translate; readonly language: Language }

export const contractFields = [
  'definition',
  'unit',
  'direction',
  'baseline',
  'target',
  'source',
  'rhythm',
  'uncertainty',
  'owner',
] as const

/** A field of a contract in words. */
export function fieldText(
  field: (typeof contractFields)[number],
  definition: Definition,
  { t, language }: Said,
): string {
  const open = t('strategy.indicators.open')
  switch (field) {
    case 'definition':
    case 'unit':
      return textIn(definition[field], language)
    case 'direction':
    case 'rhythm':
      return t(`strategy.indicators.${field}.${definition[field]}`)
    case 'baseline': {
      const { baseline } = definition
      return baseline ? `${figureText(baseline.value)} (${formatPeriod(baseline.period, language)})` : open
    }
    case 'target': {
      const { target } = definition
      return target ? `${figureText(target.value)} (${formatDate(target.on)})` : open
    }
    case 'source':
      return definition.source?.title ?? t('strategy.indicators.standing.not_measured')
    case 'uncertainty':
      return definition.uncertainty ? textIn(definition.uncertainty, language) : open
    case 'owner':
      return definition.owner
  }
}

/** In which fields two versions of a contract differ. */
export const changedFields = (before: Definition, after: Definition) =>
  contractFields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))

/** Whether its figures can be compared with those before, and why only with limits. */
const comparedText = ({ comparability, limits }: Definition, t: Translate) =>
  [t(`strategy.indicators.compared.${comparability}`), ...(limits === undefined ? [] : [limits])].join(' ')

/** How the contract changed, version by version, the newest first: when, why, whether figures can be compared, and each field as it was and is. Nothing where it never did. */
export function DefinitionVersions({
  t,
  language,
  definitions,
}: Said & { readonly definitions: readonly Definition[] }) {
  if (definitions.length < 2) return null
  return (
    <>
      <h3>{t('strategy.indicators.versions')}</h3>
      {definitions.map((definition, at) => {
        const before = definitions[at + 1]
        const { version, validFrom } = definition
        const title = validFrom
          ? t('strategy.indicators.version_from', { version, day: formatDate(validFrom) })
          : t('strategy.indicators.version_only', { version })
        return (
          <div key={definition.version}>
            <p>
              {title}
              {definition.reason && `: ${definition.reason}`}
            </p>
            {before && <p>{comparedText(definition, t)}</p>}
            {before ? (
              <Table
                caption={title}
                hideCaption
                folds
                head={['what', 'before', 'after'].map((name) => t(`strategy.indicators.${name}`))}
                rows={changedFields(before, definition).map((field) => [
                  t(`strategy.indicators.field.${field}`),
                  fieldText(field, before, { t, language }),
                  fieldText(field, definition, { t, language }),
                ])}
              />
            ) : (
              <p>{textIn(definition.definition, language)}</p>
            )}
          </div>
        )
      })}
    </>
  )
}
