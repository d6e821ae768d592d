import { formatNumber, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { validatorOf } from '#kernel/validator.ts'
import { Table } from '#ui/components/table/table.tsx'
import { amountTopics, type Facts, factsSchema } from '../../graph/facts.ts'
import type { Source } from '../../graph/node.ts'
import type { PublicFigure } from '../../money/queries.ts'
import { NodeLink } from '../../public/node-parts.tsx'

const isFacts = validatorOf(factsSchema)

type Amount = NonNullable<Facts['amounts']>[number]

/**
 * What public sources say of credits: asked for, granted and cut side by side, what they leave open in a column of its own, and what nobody confirmed
 * marked so. Nothing is added, because how the figures relate is left open.
 */
export function ToldCredits({
  t,
  language,
  href,
  told,
}: {
  readonly t: Translate
  readonly language: Language
  readonly href: (path: string) => string
  readonly told: readonly PublicFigure[]
}) {
  const known = told.map(({ node, facts }) => ({ node, facts: isFacts(facts) ? facts : undefined }))
  const notes = new Set(known.flatMap(({ facts }) => (facts?.unknown ?? []).map((one) => textIn(one, language))))
  return (
    <section>
      <h2>{t('strategy.money.told')}</h2>
      <p>{t('strategy.money.told_means')}</p>
      <Table
        caption={t('strategy.money.told')}
        hideCaption
        folds
        head={[
          t('strategy.money.credit'),
          ...amountTopics.map((about) => t(`strategy.money.field.${about}`)),
          t('strategy.money.told_otherwise'),
        ]}
        rows={known.map(({ node, facts }) => [
          <NodeLink key="name" {...{ t, language, href, node }} />,
          ...[...amountTopics, undefined].map((about) => {
            const amounts = (facts?.amounts ?? []).filter((one) => one.about === about)
            if (amounts.length > 0) return <AmountList key={about ?? ''} {...{ t, language, node, amounts }} />
            return about === undefined && facts?.amounts === undefined ? t('strategy.money.not_told') : '–'
          }),
        ])}
      />
      {[...notes].map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  )
}

type AmountListProps = {
  readonly t: Translate
  readonly language: Language
  readonly node: PublicFigure['node']
  readonly amounts: readonly Amount[]
}

function AmountList({ t, language, node, amounts }: AmountListProps) {
  return (
    <ul>
      {amounts.map((amount, at) => (
        <li key={at}>
          {amountText(t, amount)} <SourceOf language={language} source={node.sources[amount.source]} />
        </li>
      ))}
    </ul>
  )
}

/** Who says so, and when. */
function SourceOf({ language, source }: { readonly language: Language; readonly source: Source | undefined }) {
  if (!source) return null
  const said = source.date ? `${source.title}, ${formatPeriod(source.date, language)}` : source.title
  return source.url ? (
    <a class="ds-link" href={source.url} rel="noopener">
      {said}
    </a>
  ) : (
    <span>({said})</span>
  )
}

function amountText(t: Translate, { francs, display, qualifier }: Amount): string {
  const amount = francs === undefined ? (display ?? '–') : `CHF ${formatNumber(francs)}`
  return qualifier === undefined ? amount : t(`strategy.money.qualifier.${qualifier}`, { amount })
}
