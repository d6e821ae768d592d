import { formatMoney } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { frameOf, frames, sumOf } from '../../money/may-add.ts'
import type { Base, CreditLine, PublicFigure } from '../../money/queries.ts'
import { remainingOf, warningsOf } from '../../money/warnings.ts'
import { deskPath } from '../desk-context.ts'
import { namedErrors } from '../field-words.ts'
import { ForOffice } from '../for-office.tsx'
import { wholeFrancs } from '../projects/labels.tsx'
import { SlugField } from '../slug-field.tsx'
import { SteeringTabs } from '../steering-tabs.tsx'
import { CreditFields } from './credit-form.tsx'
import { ToldCredits } from './told-credits.tsx'

type CreditsPageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly authorityName: string
  readonly credits: readonly CreditLine[]
  readonly bases: readonly Base[]
  readonly told: readonly PublicFigure[]
  readonly form: FormReading
  readonly nextHref: string | undefined
}

/** The credits in the own books with their sum, and beside them, never added, what public sources say. */
export function CreditsPage(props: CreditsPageProps) {
  const { t, href, language, today, authorityId, authorityName, credits, told, form, nextHref } = props
  const money = (text: string) => ({ text: `${text} (CHF)`, isNumeric: true })
  return (
    <>
      <h1>{t('strategy.money.title')}</h1>
      <p>{authorityName}</p>
      <SteeringTabs {...{ t, href }} current="credits" />
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={namedErrors(form, <NewFields {...props} />)} />
      {credits.length === 0 ? (
        <EmptyState title={t('strategy.money.none')} />
      ) : (
        <>
          <Table
            caption={t('strategy.money.title')}
            hideCaption
            folds
            head={[
              t('strategy.money.credit'),
              t('strategy.money.field.kind'),
              money(t('strategy.money.field.requested')),
              money(t('strategy.money.field.approved')),
              money(t('strategy.money.committed')),
              money(t('strategy.money.spent')),
              money(t('strategy.money.remaining')),
              t('strategy.money.warns'),
            ]}
            rows={credits.map((credit) => [
              <a key="name" class="ds-link" href={href(`${deskPath}/credits/${credit.slug}?authority=${authorityId}`)}>
                {textIn(credit.title, language)}
              </a>,
              t(`strategy.money.kind.${credit.kind}`),
              wholeFrancs(credit.requested),
              wholeFrancs(credit.approved),
              wholeFrancs(credit.committed),
              wholeFrancs(credit.spent),
              wholeFrancs(remainingOf(credit)),
              warningsOf(credit, today)
                .map((warning) => t(`strategy.money.warning.${warning}`))
                .join(', '),
            ])}
          />
          <Sums {...props} />
          <Pagination t={t} {...(nextHref !== undefined && { nextHref })} />
        </>
      )}
      {told.length > 0 && <ToldCredits {...{ t, language, href, told }} />}
      <ForOffice>
        <Details summary={t('strategy.money.new')} isOpen={!form.isSound}>
          <form
            method="post"
            action={href(`${deskPath}/credits?authority=${authorityId}`)}
            noValidate
            class="bench-form"
          >
            <NewFields {...props} />
            <ButtonRow>
              <Button>{t('strategy.goals.create')}</Button>
            </ButtonRow>
          </form>
        </Details>
      </ForOffice>
    </>
  )
}

/** The sums of what was approved, special and budget credits apart, where the rule allows one; else why there is none. */
function Sums({ t, credits }: CreditsPageProps) {
  const known = credits.flatMap(({ id, kind, standing, partOf, approved }) =>
    approved === undefined
      ? []
      : [{ id, kind, standing, partOf, about: 'approved' as const, isExact: true, rappen: approved }],
  )
  return frames.map((frame) => {
    const own = known.filter((one) => frameOf(one) === frame)
    if (own.length === 0) return null
    const result = sumOf(own)
    return (
      <p key={frame}>
        {'sum' in result
          ? t(`strategy.money.sum.${frame}`, { amount: formatMoney(result.sum), count: own.length })
          : t(`strategy.money.why_not.${result.whyNot}`)}
      </p>
    )
  })
}

function NewFields({ t, language, form, bases }: CreditsPageProps) {
  return (
    <>
      <SlugField t={t} form={form} />
      <CreditFields {...{ t, form, language }} bases={bases} />
    </>
  )
}
