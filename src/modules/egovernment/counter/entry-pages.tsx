import { formatInstant, formatLongDate, type IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { FileField } from '#ui/components/file-field/file-field.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import { Lines } from '../desk/lines.tsx'
import { controlId } from '../forms/field-control.tsx'
import { type FormError, local, messageText } from '../forms/form-error.ts'
import { reviewRows } from '../forms/review-rows.ts'
import { SomeFields } from '../forms/some-fields.tsx'
import { wholeFields } from '../forms/whole-form.ts'
import type { Submitted } from '../submissions/submit-case.ts'
import type { Entry } from './entries.ts'
import { type SignatureWay, waysToSign } from './signature-ways.ts'

type Props = DeskPage & { readonly entry: Entry }

function EntryHead({ t, href, entry, back }: Props & { back: string }) {
  const { offer, channel } = entry
  return (
    <>
      <BackLink t={t} href={href(back)} />
      <h1>{textIn(offer.definition.title, t.language)}</h1>
      <p>{t('egovernment.counter.entering', { channel: t(`egovernment.desk.channel.${channel}`) })}</p>
    </>
  )
}

const entryPath = ({ draft }: Entry) => `/desk/counter/${draft.draftId}`

export type EntryFormProps = Props & {
  readonly again?: { readonly values: URLSearchParams; readonly errors: readonly FormError[] } | undefined
  readonly email: string
  readonly emailError?: string | undefined
  readonly isChangedElsewhere?: boolean
}

/** The whole form of the service on one page, quick to type, with the same rules as the public one. */
export function EntryFormPage(props: EntryFormProps) {
  const { t, href, entry, again, email, emailError } = props
  const { form, draft, context } = entry
  const fields = wholeFields(form)
  const errors = [
    ...(again?.errors ?? []).map(({ path, message }) => ({
      fieldId: controlId(path, fields),
      text: messageText(message, t),
    })),
    ...(emailError === undefined ? [] : [{ fieldId: 'contact_email', text: emailError }]),
  ]
  return (
    <>
      <EntryHead {...props} back="/desk/counter" />
      <ErrorSummary t={t} errors={errors} />
      {props.isChangedElsewhere && (
        <Alert kind="warning" isLive>
          <p>{t('egovernment.apply.notice.elsewhere')}</p>
        </Alert>
      )}
      <form method="post" action={href(entryPath(entry))} enctype="multipart/form-data" noValidate class="form-page">
        <button type="submit" class="ds-sr-only" tabIndex={-1} aria-hidden="true">
          {t('egovernment.counter.review')}
        </button>
        <SomeFields form={form} answers={draft.answers} again={again} context={context} t={t} />
        <h2>{t('egovernment.counter.contact')}</h2>
        <TextField
          id="contact_email"
          name="contact_email"
          type="email"
          label={t('egovernment.counter.email')}
          hint={t('egovernment.counter.email_hint')}
          optionalText={t('egovernment.desk.optional')}
          value={email}
          autocomplete="off"
          width="l"
          maxLength={254}
          {...(emailError === undefined ? {} : { error: emailError })}
        />
        <ButtonRow>
          <Button>{t('egovernment.counter.review')}</Button>
        </ButtonRow>
      </form>
      <form method="post" action={href(`${entryPath(entry)}/discard`)}>
        <Button variant="tertiary" color="danger">
          {t('egovernment.counter.discard')}
        </Button>
      </form>
    </>
  )
}

export type EntryReviewProps = Props & { readonly form: FormReading; readonly errors: readonly FormError[] }

/** Everything as it was typed, for the person to look at; below it how she signs, and the button that makes it a case. */
export function EntryReviewPage(props: EntryReviewProps) {
  const { t, href, entry, form } = props
  const { draft, offer, channel, context } = entry
  const ways = waysToSign(offer.definition, channel)
  const errors = [
    ...props.errors.map(({ path, message }) => ({ fieldId: path.slice(1) || 'main', text: messageText(message, t) })),
    ...form.errors(),
  ]
  return (
    <>
      <EntryHead {...props} back={entryPath(entry)} />
      <ErrorSummary t={t} errors={errors} />
      <h2>{t('egovernment.counter.check')}</h2>
      <SummaryList
        rows={[
          ...reviewRows(entry.form, draft.answers, t, context).map(({ question, answer }) => ({
            key: question,
            value: <Lines text={answer} />,
          })),
          { key: t('egovernment.counter.email'), value: draft.contact?.email ?? t('egovernment.counter.by_post') },
        ]}
      />
      <form
        method="post"
        action={href(`${entryPath(entry)}/review`)}
        enctype="multipart/form-data"
        noValidate
        class="form-page"
      >
        <Signature t={t} entry={entry} form={form} ways={ways} />
        <ButtonRow>
          {ways.length > 0 && <Button>{t('egovernment.counter.submit')}</Button>}
          <LinkButton href={href(entryPath(entry))} variant="tertiary">
            {t('egovernment.counter.change')}
          </LinkButton>
        </ButtonRow>
      </form>
    </>
  )
}

type SignatureProps = Pick<EntryReviewProps, 't' | 'entry' | 'form'> & { ways: readonly SignatureWay[] | 'none' }

function Signature({ t, entry, form, ways }: SignatureProps) {
  if (ways === 'none') return null
  const { declaration } = entry.form
  const scan = form.value('scan')
  const kept = entry.open.files.filter(({ id }) => id === scan)
  return (
    <>
      <h2>{t('egovernment.counter.signature')}</h2>
      {declaration && <p>{t('egovernment.counter.declares', { text: local(declaration, t) })}</p>}
      {ways.length === 0 ? (
        <Alert kind="warning">
          <p>{t('egovernment.counter.needs_paper')}</p>
        </Alert>
      ) : (
        <RadioGroup
          id="signature"
          name="signature"
          label={t('egovernment.counter.signed_how')}
          value={form.value('signature')}
          options={ways.map((value) => ({ value, label: t(`egovernment.counter.ways.${value}`) }))}
          required
          {...errorOf(form, 'signature')}
        />
      )}
      {ways.includes('scan') && (
        <>
          <FileField
            t={t}
            id="scan_file"
            name="scan_file"
            label={t('egovernment.counter.scan')}
            optionalText={t('egovernment.counter.scan_only')}
            maxBytesText={t('egovernment.desk.message.files_hint')}
            {...errorOf(form, 'scan_file')}
          />
          {kept.map(({ id, name }) => (
            <p key={id}>
              {t('egovernment.counter.scan_kept', { name })}
              <input type="hidden" name="scan" value={id} />
            </p>
          ))}
        </>
      )}
    </>
  )
}

export type EntrySentProps = Props & {
  readonly submitted: Submitted
  readonly expectedOn: IsoDate
  /** Whether the clerk may open the case. */
  readonly isHere: boolean
}

/** It is a case: number and code to hand over. The code stands here for an hour and nowhere else. */
export function EntrySentPage({ t, href, entry, submitted, expectedOn, isHere }: EntrySentProps) {
  const { number, accessCode, receivedAt } = submitted
  return (
    <>
      <h1>{t('egovernment.counter.sent')}</h1>
      <Alert kind="success" isLive title={number}>
        <p>{t('egovernment.counter.hand_over')}</p>
      </Alert>
      <SummaryList
        rows={[
          { key: t('egovernment.apply.sent.number'), value: <strong class="case-number">{number}</strong> },
          { key: t('egovernment.apply.sent.code'), value: <strong class="case-number">{accessCode}</strong> },
          { key: t('egovernment.apply.sent.service'), value: textIn(entry.offer.definition.title, t.language) },
          { key: t('egovernment.desk.case.received'), value: formatInstant(receivedAt, t.language) },
          { key: t('egovernment.desk.case.expected'), value: formatLongDate(expectedOn, t.language) },
        ]}
      />
      <ButtonRow>
        <LinkButton href={href(`${entryPath(entry)}/receipt`)}>{t('egovernment.counter.receipt')}</LinkButton>
        {isHere && (
          <LinkButton href={href(`/desk/cases/${number}`)} variant="secondary">
            {t('egovernment.counter.open_case')}
          </LinkButton>
        )}
        <LinkButton href={href('/desk/counter')} variant="secondary">
          {t('egovernment.counter.next')}
        </LinkButton>
      </ButtonRow>
    </>
  )
}
