import type { AuthorityId } from '#kernel/ids.ts'
import { errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { mayFollow, nextStateOf, type SavingKind, type SynergyState, savingKinds } from '../life-cycle.ts'
import { rejectionReasons } from '../trust.ts'
import { synergiesPath } from './synergies-page.tsx'
import type { SynergyPageProps } from './synergy-page.tsx'

type FormProps = SynergyPageProps & { readonly by: AuthorityId }

const addressOf = ({ href, synergy }: FormProps, noun: string) =>
  href(`${synergiesPath}/${synergy.authorityId}/${synergy.id}/${noun}`)

function Hidden({ synergy, by }: FormProps) {
  return (
    <>
      <input type="hidden" name="revision" value={synergy.revision} />
      <input type="hidden" name="by" value={by} />
    </>
  )
}

/** Which savings may be said when: planned before both agree, agreed when they do, realised afterwards. */
export const savingsIn = (state: SynergyState): readonly SavingKind[] =>
  state === 'proposed' || state === 'rejected'
    ? ['planned']
    : state === 'checked' || state === 'agreed'
      ? ['planned', 'agreed']
      : savingKinds

export function SavingForm(props: FormProps) {
  const { t, form, synergy } = props
  return (
    <Details
      summary={t('strategy.synergies.add_saving')}
      isOpen={form.error('amount') !== undefined || form.error('said_by') !== undefined}
    >
      <form method="post" action={addressOf(props, 'savings')} noValidate class="form-page">
        <Hidden {...props} />
        <SelectField
          id="saving"
          name="saving"
          label={t('strategy.synergies.field.saving_kind')}
          value={form.value('saving')}
          options={savingsIn(synergy.state).map((kind) => ({
            value: kind,
            label: t(`strategy.synergies.saving.${kind}`),
          }))}
          {...errorOf(form, 'saving')}
        />
        <TextField
          id="amount"
          name="amount"
          label={t('strategy.synergies.field.amount')}
          prefix="CHF"
          inputMode="decimal"
          width="m"
          value={form.value('amount')}
          {...errorOf(form, 'amount')}
        />
        <TextField
          id="said_by"
          name="said_by"
          label={t('strategy.synergies.field.said_by')}
          hint={t('strategy.synergies.hint.said_by')}
          value={form.value('said_by')}
          maxLength={200}
          {...errorOf(form, 'said_by')}
        />
        <Button>{t('strategy.synergies.add_saving')}</Button>
      </form>
    </Details>
  )
}

export function PlanForm(props: FormProps) {
  const { t, form, synergy } = props
  const typed = (name: string, stored: string) => (form.value('revision') === '' ? stored : form.value(name))
  return (
    <Details
      summary={t('strategy.synergies.plan')}
      isOpen={['shared_cost', 'base_share', 'next_step'].some((name) => form.error(name) !== undefined)}
    >
      <form method="post" action={addressOf(props, 'plan')} noValidate class="form-page">
        <Hidden {...props} />
        <TextField
          id="next_step"
          name="next_step"
          label={t('strategy.synergies.field.next_step')}
          value={typed('next_step', synergy.nextStep ?? '')}
          maxLength={500}
          width="full"
          {...errorOf(form, 'next_step')}
        />
        <TextField
          id="shared_cost"
          name="shared_cost"
          label={t('strategy.synergies.field.shared_cost')}
          prefix="CHF"
          inputMode="decimal"
          width="m"
          value={typed('shared_cost', synergy.sharedCost === undefined ? '' : String(synergy.sharedCost / 100))}
          {...errorOf(form, 'shared_cost')}
        />
        <SelectField
          id="cost_key"
          name="cost_key"
          label={t('strategy.synergies.field.cost_key')}
          emptyLabel="–"
          value={typed('cost_key', synergy.costKey ?? '')}
          options={(['population', 'equal', 'mixed'] as const).map((key) => ({
            value: key,
            label: t(`strategy.synergies.key.${key}`),
          }))}
          {...errorOf(form, 'cost_key')}
        />
        <TextField
          id="base_share"
          name="base_share"
          label={t('strategy.synergies.field.base_share')}
          hint={t('strategy.synergies.hint.base_share')}
          suffix="%"
          width="xs"
          inputMode="numeric"
          value={typed('base_share', synergy.baseShare === undefined ? '' : String(synergy.baseShare / 100))}
          {...errorOf(form, 'base_share')}
        />
        <Button>{t('strategy.synergies.save')}</Button>
      </form>
    </Details>
  )
}

export function StepForms(props: FormProps) {
  const { t, form, synergy, by } = props
  const next = synergy.agreedBy.includes(by) && synergy.state === 'checked' ? undefined : nextStateOf(synergy.state)
  return (
    <>
      <h2>{t('strategy.synergies.next')}</h2>
      {synergy.state === 'checked' && synergy.agreedBy.includes(by) && <p>{t('strategy.synergies.waits')}</p>}
      <ButtonRow>
        {next && <StepButton {...props} to={next} />}
        {synergy.state === 'rejected' && <StepButton {...props} to="proposed" />}
      </ButtonRow>
      {mayFollow(synergy.state, 'rejected') && (
        <Details summary={t('strategy.synergies.reject')} isOpen={form.error('reason') !== undefined}>
          <form method="post" action={addressOf(props, 'step')} noValidate class="form-page">
            <Hidden {...props} />
            <input type="hidden" name="to" value="rejected" />
            <SelectField
              id="reason"
              name="reason"
              label={t('strategy.synergies.field.reason')}
              hint={t('strategy.synergies.hint.reason')}
              emptyLabel={t('strategy.synergies.choose')}
              value={form.value('reason')}
              options={rejectionReasons.map((reason) => ({
                value: reason,
                label: t(`strategy.synergies.rejection.${reason}`),
              }))}
              {...errorOf(form, 'reason')}
            />
            <TextArea
              t={t}
              id="note"
              name="note"
              label={t('strategy.synergies.field.note')}
              value={form.value('note')}
              maxLength={2000}
              {...errorOf(form, 'note')}
            />
            <Button variant="secondary" color="danger">
              {t('strategy.synergies.reject')}
            </Button>
          </form>
        </Details>
      )}
    </>
  )
}

function StepButton(props: FormProps & { readonly to: SynergyState }) {
  return (
    <form method="post" action={addressOf(props, 'step')}>
      <Hidden {...props} />
      <input type="hidden" name="to" value={props.to} />
      <Button>{props.t(`strategy.synergies.step.${props.to}`)}</Button>
    </form>
  )
}
