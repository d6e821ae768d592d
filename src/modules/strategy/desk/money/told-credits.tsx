import { formatNumber } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { validatorOf } from '#kernel/validator.ts'
import { Table } from '#ui/components/table/table.tsx'
import { type Facts, factsSchema } from '../../graph/facts.ts'
import type { PublicFigure } from '../../money/queries.ts'

const isFacts = validatorOf(factsSchema)

type Amount = NonNullable<Facts['amounts']>[number]

/** What public sources say of credits, side by side; nothing is added, because how the figures relate is left open. */
export function ToldCredits({
  t,
  language,
  told,
}: {
  readonly t: Translate
  readonly language: Language
  readonly told: readonly PublicFigure[]
}) {
  const known = told.map(({ node, facts }) => ({ node, facts: isFacts(facts) ? facts : undefined }))
  const notes = new Set(known.flatMap(({ facts }) => (facts?.unknown ?? []).map((one) => textIn(one, language))))
  return (
    <section aria-labelledby="told">
      <h2 id="told">{t('strategy.money.told')}</h2>
      <Table
        caption={t('strategy.money.told')}
        hideCaption
        head={[t('strategy.money.credit'), { text: t('strategy.money.amount'), isNumeric: true }]}
        rows={known.map(({ node, facts }) => [
          textIn(node.title, language),
          (facts?.amounts ?? []).map((amount) => amountText(t, amount)).join('; ') || t('strategy.money.not_told'),
        ])}
      />
      {[...notes].map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  )
}

function amountText(t: Translate, { francs, display, qualifier }: Amount): string {
  const amount = francs === undefined ? (display ?? '–') : `CHF ${formatNumber(francs)}`
  return qualifier === undefined ? amount : t(`strategy.money.qualifier.${qualifier}`, { amount })
}
