import { textIn } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import type { Base, CreditLine } from '../../money/queries.ts'
import { warningsOf } from '../../money/warnings.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import { deskPath } from '../desk-context.ts'
import type { Edit } from '../edit.ts'
import { namedErrors } from '../field-words.ts'
import { ForOffice } from '../for-office.tsx'
import { moneyText } from '../projects/labels.tsx'
import { type CreditFacts, CreditMoney, CreditSummary } from './credit-facts.tsx'
import { CreditFields } from './credit-form.tsx'

type CreditPageProps = DeskPage &
  CreditFacts & {
    readonly supplements: readonly CreditLine[]
    readonly bases: readonly Base[]
    readonly edit: Edit
    readonly isSaved: boolean
  }

/** One credit: what was asked for, approved and cut, how it is used up, and what each year has. */
export function CreditPage(props: CreditPageProps) {
  const { t, href, language, today, credit, supplements, bases, edit, isSaved } = props
  const { form, versions } = edit
  const fields = <CreditFields {...{ t, form, language, bases }} />
  const warnings = warningsOf(credit, today)
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}/credits?authority=${credit.authorityId}`)} />
      <h1>{textIn(credit.title, language)}</h1>
      {isSaved && <DoneNotice title={t('strategy.goals.saved')} />}
      {form.refusal !== undefined && versions === undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert kind="warning" title={t('strategy.money.warns')}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{t(`strategy.money.warning.${warning}`)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <CreditSummary {...props} />
      {supplements.length > 0 && (
        <>
          <h2>{t('strategy.money.supplements')}</h2>
          <ul>
            {supplements.map((one) => (
              <li key={one.id}>
                <a class="ds-link" href={href(`${deskPath}/credits/${one.slug}?authority=${one.authorityId}`)}>
                  {textIn(one.title, language)}
                </a>{' '}
                {moneyText(one.approved)}
              </li>
            ))}
          </ul>
        </>
      )}
      <CreditMoney {...props} />
      <ErrorSummary t={t} errors={namedErrors(form, fields)} />
      <BothVersions {...{ t, versions, fields }} />
      <ForOffice>
        <Details summary={t('strategy.money.edit')} isOpen={!form.isSound || versions !== undefined}>
          <form
            method="post"
            action={href(`${deskPath}/credits/${credit.slug}?authority=${credit.authorityId}`)}
            noValidate
            class="bench-form"
          >
            <WasFields edit={edit} />
            {fields}
            <ButtonRow>
              <Button>{t('strategy.goals.save')}</Button>
            </ButtonRow>
          </form>
        </Details>
      </ForOffice>
    </>
  )
}
