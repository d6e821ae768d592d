import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type CaseAction, mayDo } from '../cases/case.ts'
import { blocksFor } from '../text-blocks/insert-block.ts'
import type { ActionPageProps } from './action-page.tsx'
import { type KnownCase, readCaseFile } from './case-file.ts'
import { deskPage } from './desk-frame.tsx'
import { deskNav, readNav } from './desk-nav.ts'
import { showedCase } from './desk-steps.ts'
import type { FormReading } from './form-reading.ts'
import { readView } from './inbox.ts'
import { sideIn } from './standing.ts'

/** What the page of an action or of a decision is told, and the entries beside it. */
export async function pageProps(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  { action, noun }: { readonly action: CaseAction | 'hold' | 'party_removal'; readonly noun: string },
  form: FormReading,
) {
  const showsProtected = known.record.assignedTo === scope.actor.staffId
  const [file, facts, blocks] = await Promise.all([
    readCaseFile(scope, request, kernel, known, { showsProtected }),
    readNav(scope),
    isRead(noun) ? blocksFor(scope, known) : [],
  ])
  showedCase(request, known)
  const isPossible =
    action === 'hold' || action === 'party_removal' || mayDo(sideIn(known.standing), action, known.record.status)
  const view = readView(request.query)
  const props: ActionPageProps = { ...deskPage(request), file, view, form, noun, isPossible, blocks }
  return { props, nav: deskNav(request, facts) }
}

/** What the applicant gets to read; text blocks are for that. */
function isRead(noun: string): boolean {
  return ['messages', 'questions', 'corrections', 'correction-offer', 'closure', 'decision'].includes(noun)
}

/** An action that is not possible now is a conflict, also where only its page was asked for. */
export function statusOf({ isPossible }: ActionPageProps, status: number): number {
  return status === 200 && !isPossible ? 409 : status
}
