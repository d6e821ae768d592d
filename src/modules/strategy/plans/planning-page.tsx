import { formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { deskPath } from '../desk/desk-context.ts'
import { SteeringTabs } from '../desk/steering-tabs.tsx'
import type { Skill } from '../people/person.ts'
import { Comparison } from './comparison.tsx'
import { ExtraPeopleFields } from './extra-people-fields.tsx'
import type { PlanRun } from './plan-run.ts'
import { aims, frontiers, horizons, moneyLimits } from './plan-settings.ts'
import type { PlanNames } from './plan-words.ts'

type PlanningPageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: string
  readonly authorityName: string
  readonly runs: readonly PlanRun[]
  readonly compared: readonly PlanRun[]
  readonly names: PlanNames
  readonly skills: readonly Skill[]
  /** Projects that could be left out: those that must not be can be named. */
  readonly candidates: readonly { readonly id: string; readonly title: LocalText }[]
  readonly olderHref: string | undefined
  readonly form: FormReading
}

export function PlanningPage(props: PlanningPageProps) {
  const { t, href, authorityName, runs, form } = props
  return (
    <>
      <h1>{t('strategy.planning.title')}</h1>
      <p>
        {authorityName}. {t('strategy.planning.lead')}
      </p>
      <SteeringTabs {...{ t, href }} current="planning" />
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.planning.not_done')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      <Comparison {...props} />
      {runs.length === 0 ? <EmptyState title={t('strategy.planning.none')} /> : <Runs {...props} />}
      <NewPlan {...props} />
    </>
  )
}

function Runs({ t, href, language, authorityId, runs, compared, olderHref }: PlanningPageProps) {
  return (
    <form method="get" action={href(`${deskPath}/planning`)}>
      <input type="hidden" name="authority" value={authorityId} />
      <Table
        caption={t('strategy.planning.runs')}
        folds
        head={[
          t('strategy.planning.field.name'),
          t('strategy.planning.field.state'),
          { text: t('strategy.planning.benefit'), isNumeric: true },
          t('strategy.planning.field.when'),
          t('strategy.planning.compare_column'),
        ]}
        rows={runs.map(({ id, name, state, result, madeAt, takenOverAt }) => [
          <a class="ds-link" href={href(`${deskPath}/planning/${id}?authority=${authorityId}`)}>
            {name}
          </a>,
          takenOverAt ? t('strategy.planning.taken') : t(`strategy.planning.state.${state}`),
          result ? formatNumber(result.benefit) : '–',
          formatInstant(madeAt, language),
          result ? (
            <label class="choice-inline">
              <input type="checkbox" name="compare" value={id} checked={compared.some((one) => one.id === id)} />{' '}
              <span class="ds-sr-only">{t('strategy.planning.compare_this', { name })}</span>
            </label>
          ) : (
            '–'
          ),
        ])}
      />
      <ButtonRow>
        <Button variant="secondary">{t('strategy.planning.compare')}</Button>
      </ButtonRow>
      {olderHref && (
        <p>
          <a class="ds-link" rel="next" href={olderHref}>
            {t('strategy.planning.older')}
          </a>
        </p>
      )}
    </form>
  )
}

function NewPlan(props: PlanningPageProps) {
  const { t, href, language, authorityId, candidates, skills, form, runs } = props
  const field = (name: string) => ({ id: name, name, label: t(`strategy.planning.field.${name}`) })
  const choices = (name: string, values: readonly (string | number)[]) =>
    values.map((value) => ({ value: String(value), label: t(`strategy.planning.${name}.${value}`) }))
  const cap = form.value('cap')
  return (
    <section id="new">
      <Details summary={t('strategy.planning.new')} isOpen={runs.length === 0 || !form.isSound || cap !== ''}>
        <form
          method="post"
          action={href(`${deskPath}/planning?authority=${authorityId}`)}
          noValidate
          class="bench-form"
        >
          <TextField
            {...field('name')}
            hint={t('strategy.planning.hint.name')}
            value={form.value('name')}
            maxLength={100}
            required
            {...errorOf(form, 'name')}
          />
          <RadioGroup
            {...field('aim')}
            value={form.value('aim')}
            options={choices('aim', aims)}
            {...errorOf(form, 'aim')}
          />
          <Checkbox {...field('usesPeople')} checked={form.value('usesPeople') === 'yes'} />
          <TextField
            {...field('reserve')}
            hint={t('strategy.planning.hint.reserve')}
            value={form.value('reserve')}
            type="number"
            width="xs"
            suffix="%"
            {...errorOf(form, 'reserve')}
          />
          <ExtraPeopleFields {...{ t, language, form, skills }} />
          <RadioGroup
            {...field('money')}
            value={form.value('money')}
            options={choices('money', moneyLimits)}
            {...errorOf(form, 'money')}
          />
          <TextField
            {...field('frame')}
            hint={t('strategy.planning.hint.frame')}
            value={form.value('frame')}
            type="number"
            width="m"
            prefix="CHF"
            {...errorOf(form, 'frame')}
          />
          <TextField
            {...field('cap')}
            hint={t('strategy.planning.hint.cap')}
            value={cap}
            type="number"
            width="m"
            prefix="CHF"
            {...errorOf(form, 'cap')}
          />
          <Checkbox {...field('mayLeaveOut')} checked={form.value('mayLeaveOut') === 'yes'} />
          {candidates.length > 0 && (
            <CheckboxGroup
              {...field('mandatory')}
              values={form.values('mandatory')}
              options={candidates.map(({ id, title }) => ({ value: id, label: textIn(title, language) }))}
            />
          )}
          <SelectField
            {...field('frontier')}
            value={form.value('frontier')}
            options={choices('frontier_of', frontiers)}
          />
          <SelectField {...field('months')} value={form.value('months')} options={choices('horizon', horizons)} />
          <SelectField {...field('seconds')} value={form.value('seconds')} options={choices('time', [5, 9, 20, 60])} />
          <ButtonRow>
            <Button>{t('strategy.planning.start')}</Button>
          </ButtonRow>
        </form>
      </Details>
    </section>
  )
}
