import type { PageAnswer, PageContent } from '#kernel/http/answers.ts'
import { page } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { TagKind } from '#ui/components/tag/tag.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { CaseStatus } from '../cases/case.ts'
import { type InboxView, viewSearch } from './inbox.ts'

/** What every page of the desk is told. */
export type DeskPage = { readonly t: Translate; readonly href: (path: string) => string; readonly today: IsoDate }

export function deskPage({ t, href, today }: Request): DeskPage {
  return { t, href, today }
}

/** A page in the frame of the desk. */
export function deskAnswer(
  content: Pick<PageContent, 'title' | 'body' | 'nav' | 'list' | 'actions' | 'breadcrumbs'>,
  status = 200,
): PageAnswer {
  return page({ shell: 'desk', noIndex: true, current: '/desk/inbox', ...content }, { status })
}

const statusKinds: Readonly<Record<CaseStatus, TagKind>> = {
  received: 'info',
  in_progress: 'accent',
  waiting_for_applicant: 'warning',
  decided: 'success',
  closed: 'neutral',
  withdrawn: 'neutral',
}

export function StatusTag({ t, status }: { t: Translate; status: CaseStatus }) {
  return <Tag kind={statusKinds[status]}>{t(`egovernment.desk.status.${status}`)}</Tag>
}

/** Whether the time of the authority runs: not while an applicant is asked, and not once it is decided. */
export function isRunning(status: CaseStatus): boolean {
  return status === 'received' || status === 'in_progress'
}

/** The address of a case with the list it was opened from, so that «next» goes on in that list. */
export function caseHref({ href }: Pick<DeskPage, 'href'>, number: string, view: InboxView, noun = ''): string {
  return href(`/desk/cases/${number}${noun === '' ? '' : `/${noun}`}${viewSearch(view)}`)
}
