import { formatNumber } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import type { Node } from '../../graph/node.ts'
import type { Member } from '../agreement.ts'
import type { AgreementFound } from '../queries.ts'
import { AgreementFacts } from './agreement-parts.tsx'
import { Parts, type ProjectPart } from './parts-section.tsx'
import { agreementPath, agreementsPath } from './paths.ts'
import { VoteForm, VoteSection, type VoteShown } from './vote-section.tsx'

export type AgreementPageProps = DeskPage & {
  readonly language: Language
  readonly agreement: AgreementFound
  readonly members: readonly Member[]
  readonly votes: readonly VoteShown[]
  readonly parts: readonly ProjectPart[]
  /** Public and staff projects that can be put under it. */
  readonly projects: readonly Pick<Node, 'authorityId' | 'slug' | 'title'>[]
  /** Authorities in which she steers. */
  readonly own: readonly AuthorityId[]
  readonly form: FormReading
  readonly isSaved: boolean
  readonly nameOf: (id: AuthorityId) => string
}

export function AgreementPage(props: AgreementPageProps) {
  const { t, href, language, agreement, members, votes, form, isSaved, own } = props
  const { rule } = agreement
  return (
    <>
      <BackLink t={t} href={href(agreementsPath)} />
      <h1>{textIn(agreement.title, language)}</h1>
      {isSaved && (
        <DoneNotice>
          <p>{t('strategy.agreements.saved')}</p>
        </DoneNotice>
      )}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.agreements.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      <AgreementFacts {...{ t, language, agreement, members }} />
      {own.includes(agreement.key.authorityId) && (
        <ul>
          {(['edit', 'members'] as const).map((noun) => (
            <li key={noun}>
              <a class="ds-link" href={href(agreementPath(agreement, noun))}>
                {t(`strategy.agreements.${noun === 'edit' ? 'change' : 'change_members'}`)}
              </a>
            </li>
          ))}
        </ul>
      )}
      <h2>{t('strategy.agreements.votes')}</h2>
      <p>
        {rule
          ? t('strategy.agreements.rule', {
              weight: t(`strategy.agreements.weight.${rule.weight}`),
              majority: t(`strategy.agreements.majority.${rule.majority}`),
              quorum: formatNumber(rule.quorum / 100),
            })
          : t('strategy.agreements.no_rule')}
      </p>
      {votes.length === 0 && <p>{t('strategy.agreements.no_votes')}</p>}
      {votes.map((one) => (
        <VoteSection key={one.vote.id} {...props} shown={one} />
      ))}
      {rule && own.includes(agreement.key.authorityId) && <VoteForm {...props} />}
      <h2>{t('strategy.agreements.parts')}</h2>
      <Parts {...props} />
    </>
  )
}
