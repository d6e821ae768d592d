import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { isUuid } from '#kernel/ids.ts'
import { FormReading } from '#modules/egovernment/public.ts'
import type { NodeKey } from '../../graph/node.ts'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import { type MonthOfMoney, putMonth } from '../../money/put-month.ts'
import { accounts, amounts, findMonth } from '../../money/queries.ts'
import { firstDay, monthOf, readTypedMonth, typedMonth } from '../../people/months.ts'
import { standingTo } from '../desk-context.ts'
import { keepEdit, sentEdit } from '../edit.ts'
import type { FieldValues } from '../versions.ts'
import { amountsOf, francsText, readFrancs } from './part-form.ts'
import { readAsked, readLed, toTab } from './project-context.ts'
import { showProject } from './show-project.tsx'

/** A month's money as the fields of its form; nothing where none was entered. */
async function monthValues(
  scope: Scope,
  project: NodeKey,
  key: Pick<MonthOfMoney, 'creditId' | 'account' | 'month'>,
  standing: ProjectStanding,
): Promise<FieldValues> {
  const stored = await findMonth(scope, project, key)
  if (!stored) return {}
  const said = amountsOf(standing).map((name): [string, string] => [name, francsText(stored[name])])
  return {
    credit: key.creditId,
    account: key.account,
    month: typedMonth(monthOf(key.month)),
    ...Object.fromEntries(said),
  }
}

/** Writes a month's money. One that is there already is written over only by whoever has seen it. */
export async function keepMonth(scope: Scope, request: Request): Promise<Answer> {
  const project = await readLed(scope, request)
  const form = new FormReading(request.t, request.form)
  const typed = readTypedMonth(form.value('month')) ?? form.fail('month', 'strategy.projects.error.month')
  const month = typed && firstDay(typed)
  const creditId = form.value('credit')
  if (!isUuid<'strategy-node'>(creditId)) form.fail('credit', 'strategy.projects.error.missing')
  const account = form.choice('account', accounts)
  const standing = await standingTo(scope, request, project)
  const isAsked = (name: (typeof amounts)[number]) =>
    standing === 'office' || name !== 'planned' || request.form.has(name)
  const [planned, committed, spent, expected] = amounts.map((name) =>
    isAsked(name) ? readFrancs(form, name) : undefined,
  )
  if (!form.isSound || !month || !isUuid<'strategy-node'>(creditId) || !account) {
    const edit = sentEdit(request, form, ['credit', 'account', 'month', ...amountsOf(standing)])
    return showProject(scope, request, { tab: 'money', edit, status: 422 })
  }
  const key = { creditId, account, month }
  const before = isAsked('planned') ? undefined : await findMonth(scope, project, key)
  const money = {
    planned: planned ?? before?.planned ?? 0,
    committed: committed ?? 0,
    spent: spent ?? 0,
    expected: expected ?? 0,
  }
  return keepEdit(request, {
    form,
    read: async () => ({
      values: await monthValues(scope, project, key, standing),
      revision: (await readAsked(scope, request)).revision,
    }),
    work: (writing, revision) => putMonth(writing, project, { revision, month: { ...key, ...money } }),
    done: () => toTab(request, project, 'money'),
    show: (edit, status) => showProject(scope, request, { tab: 'money', edit, status }),
  })
}
