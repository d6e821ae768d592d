import type { Translate } from '#kernel/i18n/translate.ts'
import { Table } from '#ui/components/table/table.tsx'
import { assumptionsOf } from './assumptions.ts'
import { differingDates } from './differing-dates.ts'
import { figuresOf } from './plan-page.tsx'
import type { PlanRun } from './plan-run.ts'
import { nodeName, type PlanNames } from './plan-words.ts'

type ComparisonProps = {
  readonly t: Translate
  readonly names: PlanNames
  readonly compared: readonly PlanRun[]
}

/** Variants side by side: what each assumes, what comes out, and the projects for which they propose something else. */
export function Comparison({ t, names, compared }: ComparisonProps) {
  const columns = compared.flatMap(({ result, ...run }) => (result ? [{ ...run, result }] : []))
  if (columns.length < 2) return null
  const assumed = columns.map(({ settings }) => assumptionsOf(names, settings))
  const figures = columns.map(({ result }) => figuresOf({ t }, result))
  const { rows, alike } = differingDates(
    names,
    columns.map(({ result }) => result),
  )
  const heads = (first: string, isNumeric: boolean) => [
    first,
    ...columns.map(({ name }) => ({ text: name, isNumeric })),
  ]
  return (
    <section aria-labelledby="compared">
      <h2 id="compared">{t('strategy.planning.compared')}</h2>
      <Table
        caption={t('strategy.planning.assumed.title')}
        folds
        head={heads(t('strategy.planning.assumed.name'), false)}
        rows={sideBySide(assumed)}
      />
      <Table
        caption={t('strategy.planning.outcome')}
        folds
        head={heads(t('strategy.planning.figure.name'), true)}
        rows={sideBySide(figures)}
      />
      {rows.length > 0 && (
        <Table
          caption={t('strategy.planning.differing')}
          folds
          head={heads(t('strategy.planning.project'), false)}
          rows={rows.map(({ nodeId, dates }) => [nodeName(names, nodeId), ...dates])}
        />
      )}
      <p>{t('strategy.planning.alike', { count: alike })}</p>
    </section>
  )
}

/** A row per name, with the value of each variant; a dash where one has none. */
function sideBySide(columns: readonly (readonly (readonly [name: string, value: string])[])[]): string[][] {
  const names = [...new Set(columns.flatMap((lines) => lines.map(([name]) => name)))]
  return names.map((name) => [name, ...columns.map((lines) => lines.find(([one]) => one === name)?.[1] ?? '–')])
}
