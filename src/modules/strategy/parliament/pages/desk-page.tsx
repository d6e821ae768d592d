import { formatDate, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { deskPath } from '../../desk/desk-context.ts'
import { SteeringTabs } from '../../desk/steering-tabs.tsx'
import type { Node } from '../../graph/node.ts'
import { itemKinds, statesAfter } from '../item.ts'
import type { ItemFound } from '../queries.ts'
import { ItemTags } from './items.tsx'

export const parliamentPath = `${deskPath}/parliament`

type Props = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly authorityName: string
  readonly items: readonly ItemFound[]
  readonly next: string | undefined
  /** What can prove that something was fulfilled: her own projects, measures, indicators, decisions and results. */
  readonly proofs: readonly Pick<Node, 'id' | 'slug' | 'title' | 'kind'>[]
  readonly form: FormReading
  readonly isSaved: boolean
}

/** What the parliament asked for, what is due first on top; each with its state, what proves it, and what can be done next. */
export function ParliamentPage(props: Props) {
  const { t, href, authorityId, authorityName, items, next, form, isSaved } = props
  return (
    <>
      <h1>{t('strategy.parliament.title')}</h1>
      <p>
        {authorityName}. {t('strategy.parliament.lead')}
      </p>
      <SteeringTabs {...{ t, href }} current="parliament" />
      {isSaved && (
        <DoneNotice>
          <p>{t('strategy.parliament.saved')}</p>
        </DoneNotice>
      )}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.parliament.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      {items.length === 0 && <EmptyState title={t('strategy.parliament.none')} />}
      <ol class="edge-list">
        {items.map((item) => (
          <Item key={item.key.id} {...props} item={item} />
        ))}
      </ol>
      <Pagination
        t={t}
        {...(next !== undefined && { nextHref: href(`${parliamentPath}?authority=${authorityId}&after=${next}`) })}
      />
      <NewItem {...props} />
    </>
  )
}

function Item({ t, href, language, today, authorityId, item, proofs }: Props & { readonly item: ItemFound }) {
  const { key, title, text, kind, body, saidOn, dueOn, count, state, owner, revision } = item
  const address = (noun: string) => href(`${parliamentPath}/${item.slug}/${noun}?authority=${authorityId}`)
  return (
    <li id={item.slug}>
      <h2>{textIn(title, language)}</h2>
      <p>
        {t(`strategy.parliament.kind.${kind}`, { count })}, {body}
        {saidOn !== undefined && `, ${formatPeriod(saidOn, language)}`} <ItemTags {...{ t, item, today }} />
      </p>
      {text && <p>{textIn(text, language)}</p>}
      {dueOn && <p>{t('strategy.parliament.due', { day: formatDate(dueOn) })}</p>}
      {owner !== undefined && owner !== body && <p>{t('strategy.parliament.in_charge', { office: owner })}</p>}
      {item.proofs.length > 0 && (
        <p>
          {t('strategy.parliament.proven_by', {
            proofs: item.proofs.map((proof) => textIn(proof.title, language)).join(', '),
          })}
        </p>
      )}
      <Details summary={t('strategy.parliament.edit', { title: textIn(title, language) })}>
        {statesAfter(state ?? 'submitted').length > 0 && (
          <form method="post" action={address('step')} class="form-page">
            <input type="hidden" name="revision" value={revision} />
            <SelectField
              id={`to-${key.id}`}
              name="to"
              label={t('strategy.parliament.field.state')}
              options={statesAfter(state ?? 'submitted').map((to) => ({
                value: to,
                label: t(`strategy.parliament.state.${to}`),
              }))}
            />
            <Button variant="secondary">{t('strategy.parliament.move')}</Button>
          </form>
        )}
        <form method="post" action={address('proofs')} class="form-page">
          <SelectField
            id={`proof-${key.id}`}
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
      </Details>
    </li>
  )
}

function NewItem({ t, href, authorityId, form }: Props) {
  return (
    <Details summary={t('strategy.parliament.new')} isOpen={form.errors().length > 0}>
      <form method="post" action={href(`${parliamentPath}?authority=${authorityId}`)} noValidate class="form-page">
        <SelectField
          id="kind"
          name="kind"
          label={t('strategy.parliament.field.kind')}
          value={form.value('kind')}
          options={itemKinds.map((kind) => ({
            value: kind,
            label: t(`strategy.parliament.kind.${kind}`, { count: 1 }),
          }))}
          {...errorOf(form, 'kind')}
        />
        {(['title', 'slug', 'body', 'office', 'source'] as const).map((name) => (
          <TextField
            key={name}
            id={name}
            name={name}
            label={t(`strategy.parliament.field.${name}`)}
            {...(name === 'slug' && { hint: t('strategy.parliament.hint.slug') })}
            value={form.value(name)}
            maxLength={name === 'slug' ? 64 : 200}
            width="full"
            {...errorOf(form, name)}
          />
        ))}
        <TextArea
          t={t}
          id="text"
          name="text"
          label={t('strategy.parliament.field.text')}
          value={form.value('text')}
          maxLength={5000}
          {...errorOf(form, 'text')}
        />
        <DateField
          t={t}
          id="said"
          name="said"
          label={t('strategy.parliament.field.said')}
          value={form.dayParts('said')}
          {...errorOf(form, 'said')}
        />
        <DateField
          t={t}
          id="due"
          name="due"
          label={t('strategy.parliament.field.due')}
          value={form.dayParts('due')}
          {...errorOf(form, 'due')}
        />
        <Button>{t('strategy.parliament.create')}</Button>
      </form>
    </Details>
  )
}
