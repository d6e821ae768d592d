import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import { type Checklist, checkId, longestCheck } from '../../projects/checks.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import type { Check } from '../../projects/hermes.ts'
import type { Edit } from '../edit.ts'
import { choiceLabel } from './part-fields.tsx'
import { projectsPath } from './project-context.ts'

type Names = ReadonlyMap<string, string>

/** A point as it reads: a standard one in every language, any other as somebody wrote it. */
export function checkText(t: Translate, check: Check): string {
  if ('text' in check) return check.text
  const [gate = '', number = ''] = check.key.split('_')
  return t(`strategy.projects.check.${gate}.${number}`)
}

/** The points as choices, each ticked one with who ticked it and when. */
export const checkOptions = (t: Translate, checks: readonly Check[], tickers: Names) =>
  checks.map((check) => {
    const hint = tickText(t, check, tickers)
    return { value: checkId(check), label: checkText(t, check), ...(hint !== undefined && { hint }) }
  })

function tickText(t: Translate, { doneOn, doneBy }: Check, tickers: Names): string | undefined {
  if (doneOn === undefined) return undefined
  const day = formatDate(doneOn)
  const name = tickers.get(doneBy ?? '')
  return name === undefined
    ? t('strategy.projects.checklist.ticked', { day })
    : t('strategy.projects.checklist.ticked_by', { day, name })
}

type ChecklistsProps = DeskPage & {
  readonly language: Language
  readonly project: ProjectRecord
  readonly standing: ProjectStanding
  readonly lists: readonly Checklist[]
  readonly tickers: Names
  /** The milestone whose list was sent, and what is wrong with it. */
  readonly sent: { readonly id: string | undefined; readonly edit: Edit } | undefined
}

/** The check list of each milestone: ticked at any time before the decision, which takes it over; one that is reached is read only. */
export function Checklists(props: ChecklistsProps) {
  const { t, language, standing, lists, tickers, sent } = props
  if (lists.length === 0) return null
  const nameOf = ({ gate, title }: Checklist) => (gate ? choiceLabel(t, 'gate', gate) : textIn(title, language))
  return (
    <>
      <h2>{t('strategy.projects.checklist.title')}</h2>
      <p>{t('strategy.projects.checklist.lead')}</p>
      {lists.map((list) => {
        const { id, checks, reachedOn, dueOn } = list
        const done = checks.filter(({ isDone }) => isDone).length
        const day = reachedOn ?? dueOn
        const counted = { name: nameOf(list), day: day ? formatDate(day) : '–', done, all: checks.length }
        return (
          <Details
            key={id}
            summary={t(`strategy.projects.checklist.${reachedOn ? 'reached' : 'summary'}`, counted)}
            isOpen={sent?.id === id}
          >
            {reachedOn || standing === 'reader' ? (
              <ul>
                {checks.map((check) => (
                  <li key={checkId(check)}>
                    {check.isDone ? '✓' : '–'} {checkText(t, check)} {tickText(t, check, tickers)}
                  </li>
                ))}
              </ul>
            ) : (
              <OpenList {...props} list={list} />
            )}
          </Details>
        )
      })}
    </>
  )
}

function OpenList({ t, href, project, list, tickers, sent }: ChecklistsProps & { readonly list: Checklist }) {
  const { id, checks } = list
  const own = sent?.id === id ? sent.edit.form : undefined
  const ticked = checks.filter(({ isDone }) => isDone).map(checkId)
  return (
    <form
      method="post"
      action={href(`${projectsPath}/${project.slug}/milestones/${id}/checks?authority=${project.authorityId}`)}
      noValidate
      class="bench-form"
    >
      {ticked.map((one) => (
        <input key={one} type="hidden" name="was" value={one} />
      ))}
      {checks.length > 0 && (
        <CheckboxGroup
          id={`done-${id}`}
          name="done"
          label={t('strategy.projects.checklist.points')}
          values={own ? own.values('done') : ticked}
          options={checkOptions(t, checks, tickers)}
        />
      )}
      <TextField
        id={`added-${id}`}
        name="added"
        label={t('strategy.projects.checklist.add')}
        optionalText={t('strategy.goals.optional')}
        value={own?.value('added') ?? ''}
        maxLength={longestCheck}
        width="full"
        {...(own && errorOf(own, `added-${id}`))}
      />
      {checks.length > 0 && (
        <SelectField
          id={`removed-${id}`}
          name="removed"
          label={t('strategy.projects.checklist.remove')}
          optionalText={t('strategy.goals.optional')}
          value={own?.value('removed') ?? ''}
          emptyLabel={t('strategy.projects.checklist.remove_none')}
          options={checks.map((check) => ({ value: checkId(check), label: checkText(t, check) }))}
        />
      )}
      <ButtonRow>
        <Button variant="secondary">{t('strategy.projects.checklist.save')}</Button>
      </ButtonRow>
    </form>
  )
}
