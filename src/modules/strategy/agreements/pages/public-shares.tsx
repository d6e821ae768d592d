import { formatDate, formatMoney, formatNumber, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { AgreementFound } from '../queries.ts'
import { type Contribution, holdsOn, type ProjectShare } from '../shares.ts'

type SharesProps = {
  readonly t: Translate
  readonly language: Language
  readonly href: (path: string) => string
  readonly today: IsoDate
  readonly agreement: AgreementFound
  readonly contributions: readonly Contribution[]
  readonly shares: readonly ProjectShare[]
}

/** What an agreement costs whom: contributions by head, and for each project who takes part and pays what; nothing where no source says. */
export function PublicShares(props: SharesProps) {
  const { t, agreement, contributions, shares } = props
  const pays = contributions.filter(({ rappen }) => rappen !== undefined)
  return (
    <>
      {agreement.yearlyCost !== undefined && agreement.costKey && (
        <p>
          {t('strategy.agreements.cost', {
            amount: formatMoney(agreement.yearlyCost),
            key: t(`strategy.synergies.key.${agreement.costKey.kind}`),
          })}
        </p>
      )}
      {pays.length > 0 && (
        <Details summary={t('strategy.agreements.contributions')}>
          <Table
            caption={t('strategy.agreements.contributions')}
            hideCaption
            head={[
              t('strategy.agreements.field.member'),
              { text: t('strategy.agreements.population'), isNumeric: true },
              { text: t('strategy.agreements.share_today'), isNumeric: true },
            ]}
            rows={pays.map(({ member, inhabitants, rappen }) => [
              member.name,
              inhabitants === undefined ? '–' : formatNumber(inhabitants),
              money(rappen),
            ])}
          />
        </Details>
      )}
      {[...Map.groupBy(shares, ({ project }) => project.id).values()].map((each) => (
        <ProjectTable {...props} shares={each} />
      ))}
    </>
  )
}

/** Who takes part today or will, with the day of a notice; who left is in the open data alone. */
function ProjectTable({ t, language, href, today, shares }: SharesProps) {
  const [project] = shares.map((share) => share.project)
  const current = shares.filter(({ part }) => part.since > today || holdsOn(today, part))
  if (!project || current.length === 0) return null
  const title = textIn(project.title, language)
  return (
    <>
      <h3>
        <a class="ds-link" href={href(`/strategy/projects/${project.authorityId}/${project.slug}`)}>
          {title}
        </a>
      </h3>
      <Table
        caption={t('strategy.agreements.taking_part', { title })}
        hideCaption
        folds
        head={[
          t('strategy.agreements.field.member'),
          t('strategy.agreements.field.takes_part_since'),
          t('strategy.agreements.field.until'),
          { text: t('strategy.agreements.share_today'), isNumeric: true },
        ]}
        rows={current.map(({ member, part, rappen }) => [
          member.name,
          formatDate(part.since),
          part.until ? formatDate(part.until) : '',
          money(rappen),
        ])}
      />
    </>
  )
}

const money = (rappen: number | undefined) => (rappen === undefined ? '–' : formatMoney(rappen))
