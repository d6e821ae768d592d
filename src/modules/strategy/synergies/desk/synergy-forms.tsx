import type { AuthorityId } from '#kernel/ids.ts'
import { errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { BothVersions, WasFields } from '../../desk/both-versions.tsx'
import type { Edit } from '../../desk/edit.ts'
import { francsText } from '../../desk/projects/part-form.ts'
import type { FieldValues } from '../../desk/versions.ts'
import {
  mayFollow,
  nextStateOf,
  type SavingKind,
  type SynergyState,
  savingKinds,
  synergyStates,
} from '../life-cycle.ts'
import type { Synergy } from '../queries.ts'
import { rejectionReasons } from '../trust.ts'
import { synergiesPath } from './synergies-page.tsx'
import type { SynergyPageProps } from './synergy-page.tsx'

type FormProps = SynergyPageProps & { readonly by: AuthorityId }

const addressOf = ({ href, synergy }: FormProps, noun: string) =>
  href(`${synergiesPath}/${synergy.authorityId}/${synergy.id}/${noun}`)

function Hidden({ by }: Pick<FormProps, 'by'>) {
  return <input type="hidden" name="by" value={by} />
}

const isSent = ({ form, versions }: Edit) => !form.isSound || versions !== undefined

/** Which savings may be said when: planned before both agree, agreed when they do, realised afterwards. */
export const savingsIn = (state: SynergyState): readonly SavingKind[] =>
  state === 'proposed' || state === 'rejected'
    ? ['planned']
    : state === 'checked' || state === 'agreed'
      ? ['planned', 'agreed']
      : savingKinds

export function SavingForm(props: FormProps) {
  const { t, synergy, edits } = props
  const { form } = edits.savings
  return (
    <Details summary={t('strategy.synergies.add_saving')} isOpen={isSent(edits.savings)}>
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
  const { t, edits } = props
  const { form, versions } = edits.plan
  const fields = (
    <>
      <TextField
        id="next_step"
        name="next_step"
        label={t('strategy.synergies.field.next_step')}
        value={form.value('next_step')}
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
        value={form.value('shared_cost')}
        {...errorOf(form, 'shared_cost')}
      />
      <SelectField
        id="cost_key"
        name="cost_key"
        label={t('strategy.synergies.field.cost_key')}
        emptyLabel="–"
        value={form.value('cost_key')}
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
        value={form.value('base_share')}
        {...errorOf(form, 'base_share')}
      />
    </>
  )
  return (
    <Details summary={t('strategy.synergies.plan')} isOpen={isSent(edits.plan)}>
      <BothVersions {...{ t, versions, fields }} />
      <form method="post" action={addressOf(props, 'plan')} noValidate class="form-page">
        <Hidden {...props} />
        <WasFields edit={edits.plan} />
        {fields}
        <Button>{t('strategy.synergies.save')}</Button>
      </form>
    </Details>
  )
}

/** What the plan says as the fields of its form. */
export const planValues = ({ nextStep, sharedCost, costKey, baseShare }: Synergy): FieldValues => ({
  next_step: nextStep ?? '',
  shared_cost: sharedCost === undefined ? '' : francsText(sharedCost),
  cost_key: costKey ?? '',
  base_share: baseShare === undefined ? '' : String(baseShare / 100),
})

/** How far it is: whoever takes a step has seen this. */
export function stepValues(synergy: Synergy, nameOf: FormProps['nameOf']): FieldValues {
  const { one, other, state, agreedBy, reason, reasonNote } = synergy
  const agreed = [one, other].map(({ authorityId }) => authorityId).filter((id) => agreedBy.includes(id))
  return {
    state,
    agreed_by: agreed.map(nameOf).join(', '),
    reason: reason ?? '',
    note: reasonNote ?? '',
  }
}

export function StepForms(props: FormProps) {
  const { t, synergy, by, edits } = props
  const { versions } = edits.step
  const next = synergy.agreedBy.includes(by) && synergy.state === 'checked' ? undefined : nextStateOf(synergy.state)
  return (
    <>
      <h2>{t('strategy.synergies.next')}</h2>
      <BothVersions
        {...{ t, versions }}
        fields={
          <>
            <SelectField
              id="state"
              name="state"
              label={t('strategy.synergies.field.state')}
              options={synergyStates.map((state) => ({ value: state, label: t(`strategy.synergies.state.${state}`) }))}
            />
            <TextField id="agreed_by" name="agreed_by" label={t('strategy.synergies.agreed_by')} />
            <RejectionFields {...props} />
          </>
        }
      />
      {synergy.state === 'checked' && synergy.agreedBy.includes(by) && <p>{t('strategy.synergies.waits')}</p>}
      <ButtonRow>
        {next && <StepButton {...props} to={next} />}
        {synergy.state === 'rejected' && <StepButton {...props} to="proposed" />}
      </ButtonRow>
      {mayFollow(synergy.state, 'rejected') && (
        <Details summary={t('strategy.synergies.reject')} isOpen={edits.step.form.value('state') === 'rejected'}>
          <form method="post" action={addressOf(props, 'step')} noValidate class="form-page">
            <StepFields {...props} to="rejected" />
            <RejectionFields {...props} />
            <Button variant="secondary" color="danger">
              {t('strategy.synergies.reject')}
            </Button>
          </form>
        </Details>
      )}
    </>
  )
}

function RejectionFields({ t, edits }: FormProps) {
  const { form } = edits.step
  return (
    <>
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
    </>
  )
}

/** Where it goes, and from where as she saw it. */
function StepFields(props: FormProps & { readonly to: SynergyState }) {
  const was = stepValues(props.synergy, props.nameOf)
  return (
    <>
      <Hidden {...props} />
      <WasFields edit={{ was }} />
      <input type="hidden" name="state" value={props.to} />
      <input type="hidden" name="agreed_by" value={was.agreed_by} />
    </>
  )
}

function StepButton(props: FormProps & { readonly to: SynergyState }) {
  return (
    <form method="post" action={addressOf(props, 'step')}>
      <StepFields {...props} />
      <Button>{props.t(`strategy.synergies.step.${props.to}`)}</Button>
    </form>
  )
}
