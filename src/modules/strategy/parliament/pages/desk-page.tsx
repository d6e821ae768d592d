import { formatDate, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { deskPath } from '../../desk/desk-context.ts'
import { namedErrors } from '../../desk/field-words.ts'
import { SteeringTabs } from '../../desk/steering-tabs.tsx'
import type { ItemFound } from '../queries.ts'
import { ItemFields } from './item-form.tsx'
import { ItemTags } from './items.tsx'

export const parliamentPath = `${deskPath}/parliament`

type Props = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly authorityName: string
  readonly items: readonly ItemFound[]
  readonly next: string | undefined
  readonly form: FormReading
}

/** What the parliament asked for, what is due first on top; each with its state, what proves it, and what can be done next. */
export function ParliamentPage(props: Props) {
  const { t, href, authorityId, authorityName, items, next, form } = props
  return (
    <>
      <h1>{t('strategy.parliament.title')}</h1>
      <p>
        {authorityName}. {t('strategy.parliament.lead')}
      </p>
      <SteeringTabs {...{ t, href }} current="parliament" />
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.parliament.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={namedErrors(form, <ItemFields t={t} form={form} isNew />)} />
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

function Item({ t, href, language, today, authorityId, item }: Props & { readonly item: ItemFound }) {
  const { title, text, kind, body, saidOn, dueOn, count, owner } = item
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
      <p>
        <a class="ds-link" href={href(`${parliamentPath}/${item.slug}?authority=${authorityId}`)}>
          {t('strategy.parliament.edit', { title: textIn(title, language) })}
        </a>
      </p>
    </li>
  )
}

function NewItem({ t, href, authorityId, form }: Props) {
  return (
    <Details summary={t('strategy.parliament.new')} isOpen={!form.isSound}>
      <form method="post" action={href(`${parliamentPath}?authority=${authorityId}`)} noValidate class="form-page">
        <ItemFields t={t} form={form} isNew />
        <Button>{t('strategy.parliament.create')}</Button>
      </form>
    </Details>
  )
}
