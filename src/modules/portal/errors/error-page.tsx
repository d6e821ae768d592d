import type { Request } from '#kernel/http/route.ts'
import { formatInstant } from '#kernel/i18n/format.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Field } from '#ui/components/field/field.tsx'
import { SearchBox } from '#ui/components/search-box/search-box.tsx'
import { keptFields, nextStep, whereFrom } from './next-step.ts'

export type ErrorPageProps = { request: Request; status: number; title: string; text: string }

/** What happened, what to do next, and a reference number: the body of every error page. Reads nothing, so that it works while the database is away. */
export function errorPage(props: ErrorPageProps) {
  return <ErrorPage {...props} />
}

function ErrorPage({ request, status, title, text }: ErrorPageProps) {
  const { t } = request
  return (
    <>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <h2>{t('portal.errors.next')}</h2>
      <NextStep request={request} status={status} />
      <p>{t('portal.errors.or')}</p>
      <ul>
        <li>
          <a href={request.href('/')}>{t('portal.errors.home')}</a>
        </li>
        <li>
          <a href={request.href('/cases')}>{t('portal.errors.cases')}</a>
        </li>
        <li>
          <a href={`${request.href('/imprint')}#contact`}>{t('portal.errors.contact')}</a>
        </li>
      </ul>
      <Reference request={request} />
    </>
  )
}

function NextStep({ request, status }: { request: Request; status: number }) {
  const { t } = request
  switch (nextStep(status, request.method)) {
    case 'retry':
      return (
        <ButtonRow>
          <LinkButton href={request.href(request.path + request.search)}>{t('portal.errors.retry')}</LinkButton>
        </ButtonRow>
      )
    case 'send_again':
      return <SendAgain request={request} />
    case 'sign_in':
      return (
        <ButtonRow>
          <LinkButton href={signInHref(request)}>{t('portal.errors.sign_in')}</LinkButton>
        </ButtonRow>
      )
    case 'search':
      return (
        <SearchBox
          t={t}
          action={request.href('/services')}
          name="q"
          label={t('portal.errors.search')}
          hint={t('portal.errors.search_hint')}
        />
      )
    case 'go_back':
      return <GoBack request={request} />
  }
}

function GoBack({ request }: { request: Request }) {
  const back = whereFrom(request)
  if (back === undefined) return null
  return (
    <ButtonRow>
      <LinkButton href={back}>{request.t('portal.errors.back')}</LinkButton>
    </ButtonRow>
  )
}

/** Staff sign in elsewhere than residents. A page can be opened after signing in, a form cannot: its page is. */
function signInHref(request: Request): string {
  const path = request.path.startsWith('/desk') ? '/sign-in/staff' : '/sign-in'
  const page = request.method === 'GET' ? request.href(request.path + request.search) : whereFrom(request)
  return `${request.href(path)}?next=${encodeURIComponent(page ?? request.href('/'))}`
}

/** The form once more with everything that was entered. Files cannot travel in a page; that is said. */
function SendAgain({ request }: { request: Request }) {
  const { t } = request
  const back = whereFrom(request)
  const kept = keptFields(request)
  if (kept.length === 0) return <GoBack request={request} />
  const hadFiles = (request.header('content-type') ?? '').startsWith('multipart/')
  return (
    <form method="post" action={request.href(request.path + request.search)}>
      <p>{t('portal.errors.kept')}</p>
      {hadFiles && <p>{t('portal.errors.kept_without_files')}</p>}
      {kept.map(({ name, value }, index) => (
        <input key={index} type="hidden" name={name} value={value} />
      ))}
      <ButtonRow>
        <Button>{t('portal.errors.send_again')}</Button>
        {back !== undefined && (
          <LinkButton href={back} variant="secondary">
            {t('portal.errors.back')}
          </LinkButton>
        )}
      </ButtonRow>
    </form>
  )
}

function Reference({ request }: { request: Request }) {
  const { t } = request
  const hint = t('portal.errors.reference_hint', { time: formatInstant(request.receivedAt, request.language) })
  const field = { id: 'reference', name: 'reference', label: t('kernel.error.reference'), hint }
  return (
    <Field field={field}>
      <input
        class="ds-input field-m"
        id="reference"
        type="text"
        readOnly
        value={request.id}
        aria-describedby="reference-hint"
      />
    </Field>
  )
}
