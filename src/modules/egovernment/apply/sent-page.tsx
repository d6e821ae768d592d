import { formatInstant, formatLongDate, type IsoDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'

export type SentPageProps = {
  readonly number: string
  /** Undefined for a firm's case. */
  readonly accessCode: string | undefined
  readonly receivedAt: Date
  readonly expectedOn: IsoDate
  readonly service: string
  readonly authority: string
  readonly email: string | undefined
  readonly isSignedIn: boolean
  readonly caseHref: string
  readonly receiptHref: string
  readonly t: Translate
}

/** It has arrived: number, code, what happens next. The code is shown here and nowhere else. */
export function SentPage(props: SentPageProps) {
  const { t } = props
  return (
    <>
      <h1>{t('egovernment.apply.sent.title')}</h1>
      <Alert kind="success" title={props.number}>
        <p>
          {t('egovernment.apply.sent.arrived', {
            at: formatInstant(props.receivedAt, t.language),
            authority: props.authority,
          })}
        </p>
      </Alert>
      <SummaryList
        rows={[
          { key: t('egovernment.apply.sent.number'), value: <strong class="case-number">{props.number}</strong> },
          ...(props.accessCode === undefined
            ? []
            : [
                {
                  key: t('egovernment.apply.sent.code'),
                  value: <strong class="case-number">{props.accessCode}</strong>,
                },
              ]),
          { key: t('egovernment.apply.sent.service'), value: props.service },
        ]}
      />
      <p>{t(`egovernment.apply.sent.${codeText(props)}`)}</p>
      <h2>{t('egovernment.apply.sent.next_title')}</h2>
      <ol>
        <li>{t('egovernment.apply.sent.next_check', { authority: props.authority })}</li>
        <li>{t('egovernment.apply.sent.next_told', { by: formatLongDate(props.expectedOn, t.language) })}</li>
        <li>
          {t(props.email ? 'egovernment.apply.sent.next_mail' : 'egovernment.apply.sent.next_look', {
            email: props.email ?? '',
          })}
        </li>
      </ol>
      <ButtonRow>
        <LinkButton href={props.caseHref}>{t('egovernment.apply.sent.follow')}</LinkButton>
        <LinkButton href={props.receiptHref} variant="secondary">
          {t('egovernment.apply.sent.receipt')}
        </LinkButton>
      </ButtonRow>
    </>
  )
}

function codeText({ accessCode, isSignedIn }: SentPageProps): string {
  if (accessCode === undefined) return 'code_firm'
  return isSignedIn ? 'code_signed_in' : 'code_guest'
}
