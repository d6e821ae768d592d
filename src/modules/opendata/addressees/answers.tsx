import type { ComponentChildren } from 'preact'
import { type Answer, page } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { catalogueCrumbs } from '../data-set/routes.tsx'
import { daysToConfirm } from './addressee.ts'

/** A page about what goes by mail: below open data, and nothing for search engines. */
export function framed(request: Request, title: string, body: ComponentChildren, status = 200): Answer {
  const breadcrumbs = [...catalogueCrumbs(request), { text: title }]
  return page({ title, shell: 'public', noIndex: true, breadcrumbs, body }, { status })
}

/** 404 for a link in a mail that was used, is too old or never was. */
export function stale(request: Request): Answer {
  const { t, href } = request
  return framed(request, t('opendata.subscriptions.stale_title'), <StalePage t={t} href={href} />, 404)
}

/** A link that is old, was used, or ended already what it was for. */
function StalePage({ t, href }: Pick<Request, 't' | 'href'>) {
  return (
    <>
      <h1>{t('opendata.subscriptions.stale_title')}</h1>
      <p>{t('opendata.subscriptions.stale', { days: daysToConfirm })}</p>
      <ButtonRow>
        <LinkButton href={href('/opendata')} variant="secondary">
          {t('opendata.finder.nothing_all')}
        </LinkButton>
      </ButtonRow>
    </>
  )
}
