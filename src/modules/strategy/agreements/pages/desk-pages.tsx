import { formatDate, formatMoney, formatNumber } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { deskPath } from '../../desk/desk-context.ts'
import { SteeringTabs } from '../../desk/steering-tabs.tsx'
import type { Node } from '../../graph/node.ts'
import type { Population } from '../../sharing/populations.ts'
import type { Member } from '../agreement.ts'
import { choices } from '../count-votes.ts'
import type { AgreementFound, Vote, VoterFound } from '../queries.ts'
import type { Consequence } from '../taking-part.ts'
import { AgreementFields } from './agreement-form.tsx'
import { AgreementFacts, Consequences } from './agreement-parts.tsx'

export const agreementsPath = `${deskPath}/agreements`

type ListProps = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly population: Population | undefined
  readonly isSaved: boolean
  /** The form for a new agreement. */
  readonly made: FormReading
  /** The one for the population. */
  readonly form: FormReading
  readonly agreements: readonly AgreementFound[]
  readonly nameOf: (id: AuthorityId) => string
}

export function AgreementsPage(props: ListProps) {
  const { t, href, language, agreements, made, form, isSaved, nameOf } = props
  return (
    <>
      <h1>{t('strategy.agreements.title')}</h1>
      <p>{t('strategy.agreements.lead')}</p>
      <SteeringTabs {...{ t, href }} current="agreements" />
      {isSaved && <DoneNotice title={t('strategy.agreements.saved')} />}
      {made.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.agreements.not_saved')}>
          <p>{made.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={[...made.errors(), ...form.errors()]} />
      {agreements.length === 0 ? (
        <EmptyState title={t('strategy.agreements.none')} />
      ) : (
        <Table
          caption={t('strategy.agreements.title')}
          hideCaption
          folds
          head={[
            t('strategy.agreements.field.title'),
            t('strategy.agreements.field.kind'),
            t('strategy.agreements.field.since'),
            t('strategy.agreements.field.keeper'),
          ]}
          rows={agreements.map(({ key, slug, title, kind, beginsOn }) => [
            <a class="ds-link" href={href(`${agreementsPath}/${key.authorityId}/${slug}`)}>
              {textIn(title, language)}
            </a>,
            t(`strategy.agreements.kind.${kind}`),
            beginsOn ? formatDate(beginsOn) : '–',
            nameOf(key.authorityId),
          ])}
        />
      )}
      <NewAgreement {...props} />
      <PopulationForm {...props} />
    </>
  )
}

function NewAgreement({ t, href, authorityId, made }: ListProps) {
  return (
    <Details summary={t('strategy.agreements.new')} isOpen={!made.isSound}>
      <form method="post" action={href(`${agreementsPath}?authority=${authorityId}`)} noValidate class="bench-form">
        <TextField
          id="slug"
          name="slug"
          label={t('strategy.parliament.field.slug')}
          hint={t('strategy.parliament.hint.slug')}
          value={made.value('slug')}
          maxLength={64}
          required
          {...errorOf(made, 'slug')}
        />
        <AgreementFields t={t} form={made} />
        <Button>{t('strategy.parliament.create')}</Button>
      </form>
    </Details>
  )
}

/** How many people live there: votes and costs are weighed by it, and only with a source. */
function PopulationForm({ t, href, authorityId, population, form, nameOf }: ListProps) {
  return (
    <>
      <h2>{t('strategy.agreements.population')}</h2>
      <p>
        {population
          ? t(`strategy.agreements.people_${population.standing === 'example' ? 'example' : 'said'}`, {
              name: nameOf(authorityId),
              count: formatNumber(population.inhabitants),
              day: formatDate(population.asOf),
            })
          : t('strategy.agreements.people_unknown', { name: nameOf(authorityId) })}
      </p>
      <Details summary={t('strategy.agreements.enter_population')} isOpen={!form.isSound}>
        <form
          method="post"
          action={href(`${agreementsPath}/population?authority=${authorityId}`)}
          noValidate
          class="form-page"
        >
          <TextField
            id="inhabitants"
            name="inhabitants"
            label={t('strategy.agreements.population')}
            inputMode="numeric"
            width="s"
            value={form.value('inhabitants')}
            {...errorOf(form, 'inhabitants')}
          />
          <DateField
            t={t}
            id="as_of"
            name="as_of"
            label={t('strategy.agreements.field.as_of')}
            value={form.dayParts('as_of')}
            {...errorOf(form, 'as_of')}
          />
          <TextField
            id="population_source"
            name="population_source"
            label={t('strategy.parliament.field.source')}
            value={form.value('population_source')}
            maxLength={500}
            width="full"
            {...errorOf(form, 'population_source')}
          />
          <Button>{t('strategy.synergies.save')}</Button>
        </form>
      </Details>
    </>
  )
}

/** A project under an agreement: who takes part today, and what it costs whom when somebody joins or leaves. */
export type ProjectPart = {
  readonly project: Pick<Node, 'authorityId' | 'slug' | 'title'>
  /** Members that take part today, and until when those who gave notice. */
  readonly inside: readonly { readonly member: Member; readonly until: string | undefined }[]
  readonly lines: readonly Consequence[] | undefined
  readonly missing: readonly string[]
}

export type VoteShown = { readonly vote: Vote; readonly voters: readonly VoterFound[] }

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

const addressOf = ({ href, agreement }: AgreementPageProps, noun: string) =>
  href(`${agreementsPath}/${agreement.key.authorityId}/${agreement.slug}/${noun}`)

export function AgreementPage(props: AgreementPageProps) {
  const { t, href, language, agreement, members, votes, form, isSaved, own } = props
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
              <a class="ds-link" href={addressOf(props, noun)}>
                {t(`strategy.agreements.${noun === 'edit' ? 'change' : 'change_members'}`)}
              </a>
            </li>
          ))}
        </ul>
      )}
      <h2>{t('strategy.agreements.votes')}</h2>
      <p>
        {t('strategy.agreements.rule', {
          weight: t(`strategy.agreements.weight.${agreement.rule.weight}`),
          majority: t(`strategy.agreements.majority.${agreement.rule.majority}`),
          quorum: formatNumber(agreement.rule.quorum / 100),
        })}
      </p>
      {votes.length === 0 && <p>{t('strategy.agreements.no_votes')}</p>}
      {votes.map((one) => (
        <VoteSection key={one.vote.id} {...props} shown={one} />
      ))}
      {own.includes(agreement.key.authorityId) && <VoteForm {...props} />}
      <h2>{t('strategy.agreements.parts')}</h2>
      <Parts {...props} />
    </>
  )
}

function VoteSection(props: AgreementPageProps & { readonly shown: VoteShown }) {
  const { t, own, agreement, shown } = props
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
        mine.map(({ authorityId, name }) => (
          <form key={authorityId} method="post" action={addressOf(props, `votes/${vote.id}/ballots`)} class="vote-row">
            <input type="hidden" name="by" value={authorityId} />
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
      {!vote.outcome && own.includes(agreement.key.authorityId) && (
        <form method="post" action={addressOf(props, `votes/${vote.id}/closure`)}>
          <Button variant="secondary">{t('strategy.agreements.close')}</Button>
        </form>
      )}
    </section>
  )
}

function VoteForm(props: AgreementPageProps) {
  const { t, form } = props
  return (
    <Details
      summary={t('strategy.agreements.ask')}
      isOpen={form.error('question') !== undefined || form.error('closes') !== undefined}
    >
      <form method="post" action={addressOf(props, 'votes')} noValidate class="form-page">
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

function Parts(props: AgreementPageProps) {
  const { t, language, agreement, members, parts, projects, own, form, nameOf } = props
  const mine = members.filter(
    ({ authorityId }) => own.includes(agreement.key.authorityId) || (authorityId && own.includes(authorityId)),
  )
  const memberName = (id: string) => members.find((one) => one.id === id)?.name ?? id
  return (
    <>
      <p>
        {agreement.yearlyCost === undefined || !agreement.costKey
          ? t('strategy.agreements.no_cost')
          : t('strategy.agreements.cost', {
              amount: formatMoney(agreement.yearlyCost),
              key: t(`strategy.synergies.key.${agreement.costKey.kind}`),
            })}
      </p>
      {parts.length === 0 && <p>{t('strategy.agreements.no_parts')}</p>}
      {parts.map(({ project, inside, lines, missing }) => (
        <section key={project.slug}>
          <h3>{`${textIn(project.title, language)} (${nameOf(project.authorityId)})`}</h3>
          <ul>
            {inside.map(({ member, until }) => (
              <li key={member.id}>
                {until
                  ? t('strategy.agreements.inside_until', { name: member.name, day: formatDate(until) })
                  : member.name}
                {until === undefined && mine.some(({ id }) => id === member.id) && (
                  <>
                    {' '}
                    <a
                      class="ds-link"
                      href={`${addressOf(props, 'parts')}?change=leave&member=${member.id}&project=${project.authorityId}/${project.slug}`}
                    >
                      {t('strategy.agreements.leave', { name: member.name })}
                    </a>
                  </>
                )}
              </li>
            ))}
          </ul>
          {lines && (
            <Consequences t={t} caption={t('strategy.agreements.consequences')} lines={lines} nameOf={memberName} />
          )}
          {missing.length > 0 && (
            <p>{t('strategy.synergies.missing_figure', { names: missing.map(memberName).join(', ') })}</p>
          )}
        </section>
      ))}
      {mine.length > 0 && (
        <Details summary={t('strategy.agreements.join')}>
          <form method="get" action={addressOf(props, 'parts')} class="form-page">
            <input type="hidden" name="change" value="join" />
            <SelectField
              id="member"
              name="member"
              label={t('strategy.agreements.field.member')}
              value={form.value('member')}
              options={mine.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SelectField
              id="project"
              name="project"
              label={t('strategy.agreements.field.project')}
              value={form.value('project')}
              options={projects.map(({ authorityId, slug, title }) => ({
                value: `${authorityId}/${slug}`,
                label: `${textIn(title, language)} (${nameOf(authorityId)})`,
              }))}
            />
            <Button>{t('strategy.agreements.preview.show')}</Button>
          </form>
        </Details>
      )}
    </>
  )
}
