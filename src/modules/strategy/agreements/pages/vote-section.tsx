import { formatDate, formatNumber } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
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
  const mine = voters.flatMap(({ authorityId, ...voter }) =>
    authorityId && own.includes(authorityId) ? [{ authorityId, ...voter }] : [],
  )
  const isKeeper = own.includes(agreement.key.authorityId)
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
        {voters.map((voter) => (
          <li key={voter.id}>{saidText(t, voter)}</li>
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
        isKeeper &&
        voters
          .filter(({ authorityId }) => !authorityId)
          .map((voter) => <EnteredBallotForm key={voter.id} {...props} voter={voter} />)}
      {!vote.outcome &&
        isKeeper &&
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

/** What a member said, and who says so where it could not vote here itself. */
function saidText(t: Translate, { name, choice, entered, authorityId }: VoterFound): string {
  const said = `${name}: ${t(`strategy.agreements.choice.${choice ?? 'none'}`)}`
  if (entered)
    return `${said} (${t('strategy.agreements.entered', { owner: entered.owner, source: entered.source?.title ?? '' })})`
  return choice === undefined && authorityId === undefined ? `${said} (${t('strategy.agreements.by_keeper')})` : said
}

/** Where the keeper enters what a member said that is no authority of the house. */
function EnteredBallotForm(props: AgreementPageProps & { readonly shown: VoteShown; readonly voter: VoterFound }) {
  const { t, href, agreement, form, voter, shown } = props
  const fields = ballotFields(shown.vote, voter)
  const text = (name: 'owner' | 'source') => ({
    id: fields[name],
    name: fields[name],
    label: t(`strategy.agreements.form.said_${name}`),
    value: form.value(fields[name]),
    width: 'full' as const,
    required: true,
    ...errorOf(form, fields[name]),
  })
  const isWrong = Object.values(fields).some((name) => form.error(name) !== undefined)
  return (
    <Details summary={t('strategy.agreements.enter_vote', { name: voter.name })} isOpen={isWrong}>
      <form
        method="post"
        action={href(agreementPath(agreement, `votes/${shown.vote.id}/entered-ballots`))}
        noValidate
        class="form-page"
      >
        <input type="hidden" name="member" value={voter.id} />
        <input type="hidden" name="seen" value={voter.choice ?? ''} />
        <SelectField
          id={fields.choice}
          name={fields.choice}
          label={t('strategy.agreements.said_choice', { name: voter.name })}
          value={form.value(fields.choice)}
          emptyLabel={t('strategy.goals.choose')}
          options={choices.map((value) => ({ value, label: t(`strategy.agreements.choice.${value}`) }))}
          required
          {...errorOf(form, fields.choice)}
        />
        <TextField {...text('owner')} hint={t('strategy.goals.hint.owner')} maxLength={200} />
        <TextField {...text('source')} maxLength={500} />
        <Button variant="secondary">{t('strategy.agreements.enter_vote', { name: voter.name })}</Button>
      </form>
    </Details>
  )
}

/** The fields of a member's ballot; a page may show several. */
export const ballotFields = ({ id: vote }: Pick<Vote, 'id'>, { id: member }: Pick<VoterFound, 'id'>) => ({
  choice: `choice-${vote}-${member}`,
  owner: `owner-${vote}-${member}`,
  source: `source-${vote}-${member}`,
})

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
