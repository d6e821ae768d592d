import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { caseHref, type DeskPage } from './desk-frame.tsx'
import { errorOf, type FormReading } from './form-reading.ts'
import { type InboxView, viewSearch } from './inbox.ts'

type ReasonPageProps = DeskPage & {
  readonly view: InboxView
  readonly number: string
  /** The other unit that has the case; undefined where it is her own and only what is protected is asked for. */
  readonly unit: string | undefined
  readonly isProtected: boolean
  readonly form: FormReading
}

/** Before a case of another unit is shown: why. It says nothing of the case but who has it. */
export function ReasonPage({ t, href, view, number, unit, isProtected, form }: ReasonPageProps) {
  return (
    <>
      <BackLink t={t} href={href(`/desk/inbox${viewSearch(view)}`)} />
      <h1>{number}</h1>
      {unit !== undefined && <p>{t('egovernment.desk.disclosure.other_unit', { unit })}</p>}
      <ErrorSummary t={t} errors={form.errors()} />
      <form method="post" action={caseHref({ href }, number, view, 'disclosure')} noValidate>
        <TextArea
          t={t}
          id="reason"
          name="reason"
          label={t('egovernment.desk.disclosure.reason')}
          hint={t('egovernment.desk.disclosure.text')}
          rows={2}
          value={form.value('reason')}
          required
          {...errorOf(form, 'reason')}
        />
        {isProtected && <input type="hidden" name="protected" value="yes" />}
        <ButtonRow>
          <Button>{t('egovernment.desk.disclosure.open')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
