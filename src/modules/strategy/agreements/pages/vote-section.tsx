import { formatDate, formatNumber } from '#kernel/i18n/format.ts'
import { errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { choices, mayClose } from '../count-votes.ts'
import type { Vote, VoterFound } from '../queries.ts'
import type { AgreementPageProps } from './agreement-page.tsx'
import { agreementPath } from './paths.ts'

export type VoteShown = { readonly vote: Vote; readonly voters: readonly VoterFound[] }

export function VoteSection(props: AgreementPageProps & { readonly shown: VoteShown }) {
  const { t, href, own, agreement, shown, today } = props
  const { vote, voters } = shown
  const mine = voters.filter(({ authorityId }) => own.includes(authorityId))
  const { yes, no, abstain, absent } = vote.counts
  return (
    <section>
      <h3>{vote.question}</h3>
      <p>
        {vote.outcome ? (
          <Tag kind={vote.outcome === 'carried' ? 'success' : 'neutral'}>
            {t(`strategy.agreements.outcome.${vote.outcome}`)}
          </Tag>
        ) : (
          t('strategy.agreements.open_until', { day: formatDate(vote.closesOn) })
        )}
      </p>
      {vote.outcome && (
        <p>
          {t('strategy.agreements.counted', {
            yes: formatNumber(yes),
            no: formatNumber(no),
            abstain: formatNumber(abstain),
            absent: formatNumber(absent),
          })}
        </p>
      )}
      <ul>
        {voters.map(({ id, name, choice }) => (
          <li key={id}>{`${name}: ${t(`strategy.agreements.choice.${choice ?? 'none'}`)}`}</li>
        ))}
      </ul>
      {!vote.outcome &&
        mine.map(({ authorityId, name, choice: seen }) => (
          <form
            key={authorityId}
            method="post"
            action={href(agreementPath(agreement, `votes/${vote.id}/ballots`))}
            class="vote-row"
          >
            <input type="hidden" name="by" value={authorityId} />
            <input type="hidden" name="seen" value={seen ?? ''} />
            <p>{t('strategy.agreements.vote_for', { name })}</p>
            <ButtonRow>
              {choices.map((choice) => (
                <button
                  key={choice}
                  class="ds-button"
                  data-variant="secondary"
                  name="choice"
                  value={choice}
                  type="submit"
                >
                  {t(`strategy.agreements.choice.${choice}`)}
                </button>
              ))}
            </ButtonRow>
          </form>
        ))}
      {!vote.outcome &&
        own.includes(agreement.key.authorityId) &&
        (mayClose(vote, voters, today) ? (
          <form method="post" action={href(agreementPath(agreement, `votes/${vote.id}/closure`))}>
            <Button variant="secondary">{t('strategy.agreements.close')}</Button>
          </form>
        ) : (
          <p>{t('strategy.agreements.closes_when', { day: formatDate(vote.closesOn) })}</p>
        ))}
    </section>
  )
}

export function VoteForm(props: AgreementPageProps) {
  const { t, href, agreement, form } = props
  return (
    <Details
      summary={t('strategy.agreements.ask')}
      isOpen={form.error('question') !== undefined || form.error('closes') !== undefined}
    >
      <form method="post" action={href(agreementPath(agreement, 'votes'))} noValidate class="form-page">
        <TextField
          id="question"
          name="question"
          label={t('strategy.agreements.field.question')}
          value={form.value('question')}
          maxLength={500}
          width="full"
          {...errorOf(form, 'question')}
        />
        <DateField
          t={t}
          id="closes"
          name="closes"
          label={t('strategy.agreements.field.closes')}
          value={form.dayParts('closes')}
          {...errorOf(form, 'closes')}
        />
        <Button>{t('strategy.agreements.ask')}</Button>
      </form>
    </Details>
  )
}
