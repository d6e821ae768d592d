import { Button, LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { type CaseAction, mayDo } from '../cases/case.ts'
import type { CaseFile } from './case-file.ts'
import { caseHref, type DeskPage } from './desk-frame.tsx'
import type { InboxView } from './inbox.ts'
import { type DeskRight, sideIn } from './standing.ts'

/** A way on from a case: a page of its own, or something done at once. */
type Step = {
  readonly noun: string
  readonly action: CaseAction | 'hold'
  readonly right: DeskRight
  readonly shortcut: string
  readonly isPost?: true
}

const steps = [
  { noun: 'start', action: 'start_work', right: 'work', shortcut: 's', isPost: true },
  { noun: 'correction-offer', action: 'decide_correction', right: 'work', shortcut: 'b' },
  { noun: 'decision', action: 'decide', right: 'decide', shortcut: 'd' },
  { noun: 'messages', action: 'add_message', right: 'work', shortcut: 'c' },
  { noun: 'notes', action: 'add_note', right: 'work', shortcut: 'e' },
  { noun: 'questions', action: 'ask_applicant', right: 'work', shortcut: 'q' },
  { noun: 'corrections', action: 'request_correction', right: 'work', shortcut: 'o' },
  { noun: 'closure', action: 'close', right: 'work', shortcut: 'x' },
  { noun: 'reopening', action: 'reopen', right: 'work', shortcut: 'r' },
  { noun: 'forwarding', action: 'forward', right: 'forward', shortcut: 'f' },
  { noun: 'assignment', action: 'assign', right: 'assign', shortcut: 'g' },
  { noun: 'hold', action: 'hold', right: 'hold', shortcut: 'h' },
] as const satisfies readonly Step[]

/** What she may do with a case as it stands now. */
export function stepsFor({
  record,
  standing,
  offered,
}: Pick<CaseFile, 'record' | 'standing' | 'offered'>): readonly Step[] {
  const side = sideIn(standing)
  return steps.filter(({ action, right }) => {
    if (!standing.rights.has(right) || (action === 'decide_correction' && !offered)) return false
    return action === 'hold' ? side === 'staff' && !record.isErased : mayDo(side, action, record.status)
  })
}

/** What follows a decision is closing; before it, the order is that of the work. */
function likeliestFirst(possible: readonly Step[], { status }: CaseFile['record']): readonly Step[] {
  const isNext = ({ noun }: Step) => status === 'decided' && noun === 'closure'
  return [...possible.filter(isNext), ...possible.filter((step) => !isNext(step))]
}

/** How many steps are buttons; the others are one more press away, so that a phone still shows the case. */
const inSight = 2

export type CaseActionsProps = DeskPage & { readonly file: CaseFile; readonly view: InboxView; readonly self: string }

/** The actions always in sight: only those that are possible now, the likeliest first. `a` takes a case over. */
export function CaseActions({ t, href, file, view, self }: CaseActionsProps) {
  const { record } = file
  const possible = likeliestFirst(stepsFor(file), record)
  const canTakeOver =
    file.standing.rights.has('work') &&
    mayDo(sideIn(file.standing), 'assign', record.status) &&
    record.assignedTo !== self
  const action = (step: Step, isFirst: boolean) => {
    const isResumed = step.noun === 'start' && record.status === 'waiting_for_applicant'
    const text = t(isResumed ? 'egovernment.desk.action.resume' : `egovernment.desk.action.${step.noun}`)
    const target = caseHref({ href }, record.number, view, step.noun)
    const variant = isFirst ? 'primary' : 'secondary'
    return step.isPost ? (
      <form key={step.noun} method="post" action={target}>
        <Button shortcut={step.shortcut} variant={variant}>
          {text}
        </Button>
      </form>
    ) : (
      <LinkButton key={step.noun} href={target} shortcut={step.shortcut} variant={variant}>
        {text}
      </LinkButton>
    )
  }
  const [shown, more] = [possible.slice(0, inSight), possible.slice(inSight)]
  const takeOver = canTakeOver && (
    <form method="post" action={caseHref({ href }, record.number, view, 'assignment')}>
      <input type="hidden" name="to" value={self} />
      <Button shortcut="a" variant="secondary">
        {t('egovernment.desk.action.take_over')}
      </Button>
    </form>
  )
  return (
    <>
      {shown.map((step, index) => action(step, index === 0))}
      {(more.length > 0 || canTakeOver) && (
        <Details summary={t('egovernment.desk.action.more')}>
          <div class="button-row">
            {takeOver}
            {more.map((step) => action(step, false))}
          </div>
        </Details>
      )}
    </>
  )
}
