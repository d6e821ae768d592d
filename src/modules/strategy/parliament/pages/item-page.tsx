import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { BothVersions, WasFields } from '../../desk/both-versions.tsx'
import { deskPath } from '../../desk/desk-context.ts'
import type { Edit } from '../../desk/edit.ts'
import { namedErrors } from '../../desk/field-words.ts'
import type { Node } from '../../graph/node.ts'
import { itemStates, statesAfter } from '../item.ts'
import type { ItemFound } from '../queries.ts'
import { ItemFields } from './item-form.tsx'
import { PlainItem } from './items.tsx'

const parliamentPath = `${deskPath}/parliament`

type Props = DeskPage & {
  readonly language: Language
  readonly item: ItemFound
  /** What can prove that it was fulfilled: her own projects, measures, indicators, decisions and results. */
  readonly proofs: readonly Pick<Node, 'id' | 'slug' | 'title' | 'kind'>[]
  readonly edit: Edit
  readonly step: Edit
  readonly isSaved: boolean
}

/** One demand: what it says and the answer, how far it is, and what proves that it was fulfilled. */
export function ItemPage(props: Props) {
  const { t, href, language, today, item, edit, step, isSaved } = props
  const sent = [edit, step].find(({ form, versions }) => !form.isSound && versions === undefined)?.form
  const fields = <ItemFields t={t} form={edit.form} isNew={false} />
  const at = (noun: string) => href(`${parliamentPath}/${item.slug}${noun}?authority=${item.key.authorityId}`)
  return (
    <>
      <BackLink t={t} href={href(`${parliamentPath}?authority=${item.key.authorityId}`)} />
      <h1>{textIn(item.title, language)}</h1>
      {isSaved && <DoneNotice title={t('strategy.parliament.saved')} />}
      {sent?.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.parliament.not_saved')}>
          <p>{sent.refusal}</p>
        </Alert>
      )}
      {sent && <ErrorSummary t={t} errors={namedErrors(sent, fields)} />}
      <PlainItem {...{ t, language, href, today, item }} />
      <Step {...props} action={at('/step')} />
      <Proofs {...props} at={at} />
      <h2>{t('strategy.parliament.change')}</h2>
      <BothVersions {...{ t, fields }} versions={edit.versions} />
      <form method="post" action={at('')} noValidate class="bench-form">
        <WasFields edit={edit} />
        {fields}
        <ButtonRow>
          <Button>{t('strategy.parliament.save')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}

function Step({ t, item, step, action }: Props & { readonly action: string }) {
  const { state = 'submitted' } = item
  const choose = (states: readonly string[]) => (
    <SelectField
      id="state"
      name="state"
      label={t('strategy.parliament.field.state')}
      value={step.form.value('state')}
      options={states.map((one) => ({ value: one, label: t(`strategy.parliament.state.${one}`) }))}
      {...errorOf(step.form, 'state')}
    />
  )
  return (
    <>
      <BothVersions t={t} versions={step.versions} fields={choose(itemStates)} />
      {statesAfter(state).length > 0 && (
        <form method="post" action={action} class="bench-form">
          <WasFields edit={{ was: { state } }} />
          {choose(statesAfter(state))}
          <Button variant="secondary">{t('strategy.parliament.move')}</Button>
        </form>
      )}
    </>
  )
}

function Proofs({ t, language, item, proofs, at }: Props & { readonly at: (noun: string) => string }) {
  return (
    <>
      {item.proofs.map((proof) => (
        <form key={proof.id} method="post" action={at('/proofs/end')}>
          <input type="hidden" name="proof" value={proof.id} />
          <Button variant="tertiary">
            {t('strategy.parliament.end_proof', { title: textIn(proof.title, language) })}
          </Button>
        </form>
      ))}
      <form method="post" action={at('/proofs')} class="bench-form">
        <SelectField
          id="proof"
          name="proof"
          label={t('strategy.parliament.field.proof')}
          hint={t('strategy.parliament.hint.proof')}
          options={proofs.map((proof) => ({
            value: proof.slug,
            label: `${textIn(proof.title, language)} (${t(`strategy.kind.${proof.kind}`)})`,
          }))}
        />
        <Button variant="secondary">{t('strategy.parliament.add_proof')}</Button>
      </form>
    </>
  )
}
