import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { OwnIdea } from '../../projects/own-ideas.ts'
import { deskPath } from '../desk-context.ts'
import { dayText, phaseName } from './labels.tsx'
import { choiceLabel } from './part-fields.tsx'

type IdeaPageProps = DeskPage & {
  readonly authorityId: string
  readonly authorityName: string
  readonly form: FormReading
  readonly isSent: boolean
  /** She has just turned the mails on or off. */
  readonly isSaved: boolean
  /** Whether she gets a mail when something is decided. */
  readonly wantsMails: boolean
  /** Where the idea that was just put in goes on, for whoever steers there. */
  readonly goesOn: string | undefined
  readonly language: Language
  /** What she put in before. */
  readonly ideas: readonly OwnIdea[]
}

/** The profile of an idea (Ideensteckbrief), for whoever works at the authority. */
export function IdeaPage(props: IdeaPageProps) {
  const { t, href, authorityId, authorityName, form, isSent, isSaved, goesOn } = props
  const shared = (name: string) => ({
    id: name,
    name,
    label: t(`strategy.projects.idea.${name}`),
    value: form.value(name),
    required: true,
    ...errorOf(form, name),
  })
  return (
    <>
      <h1>{t('strategy.projects.idea.title')}</h1>
      <p>
        {authorityName}. {t('strategy.projects.idea.lead')}
      </p>
      {isSent && (
        <DoneNotice title={t('strategy.projects.idea.sent')}>
          {goesOn !== undefined && (
            <p>
              <a class="ds-link" href={goesOn}>
                {t('strategy.projects.idea.go_on')}
              </a>
            </p>
          )}
        </DoneNotice>
      )}
      {isSaved && <DoneNotice title={t('strategy.projects.idea.mails_saved')} />}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      <form method="post" action={href(`${deskPath}/idea?authority=${authorityId}`)} noValidate class="bench-form">
        <TextField
          {...shared('name')}
          id="title"
          name="title"
          value={form.value('title')}
          {...errorOf(form, 'title')}
          maxLength={200}
          width="full"
        />
        <TextArea t={t} {...shared('text')} rows={4} />
        <TextArea t={t} {...shared('benefit')} rows={3} />
        <TextField {...shared('office')} hint={t('strategy.goals.hint.owner')} maxLength={200} width="full" />
        <ButtonRow>
          <Button>{t('strategy.projects.idea.send')}</Button>
        </ButtonRow>
      </form>
      <OwnIdeas {...props} />
      <Mails {...props} />
    </>
  )
}

/** How her ideas go on: where each stands, and what was decided last and why. */
function OwnIdeas({ t, language, ideas }: IdeaPageProps) {
  if (ideas.length === 0) return null
  return (
    <>
      <h2>{t('strategy.projects.idea.own')}</h2>
      <ul class="edge-list">
        {ideas.map(({ slug, title, phase, decision }) => (
          <li key={slug}>
            <strong>{textIn(title, language)}</strong>: {phaseName(t, phase)}
            <p>
              {decision
                ? `${choiceLabel(t, 'gate', decision.gate)}: ${choiceLabel(t, 'outcome', decision.outcome)}, ${dayText(decision.decidedOn)}. ${decision.reason}`
                : t('strategy.projects.no_decisions')}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** A mail with each decision, until she turns it off. */
function Mails({ t, href, authorityId, wantsMails }: IdeaPageProps) {
  return (
    <>
      <h2>{t('strategy.projects.idea.mails')}</h2>
      <p>{t(`strategy.projects.idea.mails_${wantsMails ? 'on' : 'off'}`)}</p>
      <form method="post" action={href(`${deskPath}/idea/mails?authority=${authorityId}`)}>
        <input type="hidden" name="mails" value={wantsMails ? 'off' : 'on'} />
        <Button variant="secondary">{t(`strategy.projects.idea.turn_${wantsMails ? 'off' : 'on'}`)}</Button>
      </form>
    </>
  )
}
