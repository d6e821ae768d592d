import type { ComponentChildren } from 'preact'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import type { TextBlock } from '../text-blocks/text-block.ts'
import type { CaseFile } from './case-file.ts'
import { CaseHead } from './case-page.tsx'
import { caseHref, type DeskPage } from './desk-frame.tsx'
import type { FormReading } from './form-reading.ts'
import type { InboxView } from './inbox.ts'

/** What the page of an action is told. */
export type ActionPageProps = DeskPage & {
  readonly file: CaseFile
  readonly view: InboxView
  readonly form: FormReading
  /** The last part of its address, and of its texts' keys below `egovernment.desk.action`. */
  readonly noun: string
  readonly isPossible: boolean
  /** What can be inserted into the answer; empty where it is no answer. */
  readonly blocks: readonly TextBlock[]
}

/** The frame of an action's page: which case, what is wrong, the form, and below it what one needs to see for it. */
export function ActionPage(
  props: ActionPageProps & {
    children: ComponentChildren
    beside?: ComponentChildren
    hasFiles?: boolean
    /** What was wanted is so already, as the refusal says: there is nothing left to send. */
    isOver?: boolean
  },
) {
  const { t, href, file, view, form, noun } = props
  const back = caseHref({ href }, file.record.number, view)
  return (
    <>
      <BackLink t={t} href={back} />
      <CaseHead {...props} title={t(`egovernment.desk.action.${noun}`)} />
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('egovernment.desk.error.title')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      {props.isOver ? (
        <Typed {...props} />
      ) : props.isPossible ? (
        <>
          <ErrorSummary t={t} errors={form.errors()} />
          <form
            method="post"
            action={caseHref({ href }, file.record.number, view, noun)}
            enctype={props.hasFiles ? 'multipart/form-data' : undefined}
            noValidate
          >
            {props.blocks.length > 0 && (
              // The Enter key presses the first button of a form, which must not be the one of the text blocks.
              <button type="submit" class="ds-sr-only" tabIndex={-1} aria-hidden="true">
                {t(`egovernment.desk.action.${noun}`)}
              </button>
            )}
            {props.children}
          </form>
        </>
      ) : (
        <NotNow {...props} />
      )}
      {props.beside}
    </>
  )
}

/** Somebody was faster, or the address is old: what was typed stays there to be copied. */
function NotNow(props: ActionPageProps) {
  const { t, file } = props
  return (
    <>
      <Alert kind="warning">
        <p>{t('egovernment.desk.error.not_now', { status: t(`egovernment.desk.status.${file.record.status}`) })}</p>
      </Alert>
      <Typed {...props} />
    </>
  )
}

function Typed({ t, form }: ActionPageProps) {
  const typed = form.value('text')
  if (typed === '') return null
  return (
    <>
      <h2>{t('egovernment.desk.error.typed')}</h2>
      <pre>{typed}</pre>
    </>
  )
}

export function SubmitRow({ t, noun }: Pick<ActionPageProps, 't' | 'noun'>) {
  return (
    <ButtonRow>
      <Button>{t(`egovernment.desk.submit.${noun}`)}</Button>
    </ButtonRow>
  )
}
