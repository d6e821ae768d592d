import type { ComponentChildren } from 'preact'
import { type Answer, type Cookie, page } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { local } from '../forms/form-error.ts'
import type { Apply } from './read-apply.ts'

/** What may be said above a page, by the `notice` of its address. */
const notices = ['order', 'sent', 'contact', 'taken_over', 'elsewhere', 'mandate'] as const
export type Notice = (typeof notices)[number]

export function noticeOf(request: Request): Notice | undefined {
  return notices.find((one) => one === request.query.get('notice'))
}

type FrameOptions = { title: string; status?: number; cookies?: readonly Cookie[]; notice?: Notice | undefined }

/** The address of a step of this service. */
export function stepHref({ offer }: Apply, request: Request, step: string, notice?: Notice): string {
  return request.href(`/services/${offer.serviceId}/apply/${step}${notice ? `?notice=${notice}` : ''}`)
}

/** A page of filling in: never kept by caches, with the service's name in the breadcrumbs. */
export function applyPage(apply: Apply, request: Request, options: FrameOptions, body: ComponentChildren): Answer {
  const { t, href, language } = request
  const service = textIn(apply.offer.definition.title, language)
  const notice = options.notice ?? noticeOf(request)
  return page(
    {
      title: `${options.title} – ${service}`,
      shell: 'public',
      noIndex: true,
      breadcrumbs: [
        { text: t('egovernment.finder.home'), href: href('/') },
        { text: service, href: href(`/services/${apply.offer.serviceId}`) },
        { text: t('egovernment.apply.breadcrumb') },
      ],
      body: (
        <>
          {notice && (
            <Alert kind="warning" isLive>
              <p>{t(`egovernment.apply.notice.${notice}`)}</p>
            </Alert>
          )}
          <LostAnswers apply={apply} request={request} />
          {body}
        </>
      ),
    },
    { status: options.status ?? 200, cookies: options.cookies ?? [] },
  )
}

/** The form was renewed since: which answers have to be given again. */
function LostAnswers({ apply, request: { t } }: { apply: Apply; request: Request }) {
  if (apply.lost.length === 0) return null
  return (
    <Alert kind="info" title={t('egovernment.apply.lost.title')}>
      <p>{t('egovernment.apply.lost.text')}</p>
      <ul>
        {apply.lost.map(({ path, label }) => (
          <li key={path}>{local(label, t)}</li>
        ))}
      </ul>
    </Alert>
  )
}
