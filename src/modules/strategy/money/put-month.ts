import { UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Audience, NodeId, NodeKey } from '../graph/node.ts'
import { claimRevision, note, refuseForOffice, requireLeading, type SteeringScope } from '../graph/write-node.ts'
import { type Account, type Amounts, findMonth } from './queries.ts'

export type MonthOfMoney = Amounts & {
  readonly creditId: NodeId
  readonly account: Account
  /** The first day of the month. */
  readonly month: IsoDate
}

/** Writes a project's money of one month and credit, in the place of what was there; what was planned is for the office alone. Throws 403, 412, 422 where the credit is not hers. */
export async function putMonth(
  scope: SteeringScope,
  project: NodeKey & { readonly audience: Audience },
  { revision, month }: { revision: number; month: MonthOfMoney },
): Promise<void> {
  const who = await requireLeading(scope, project)
  const credit = await scope.db
    .selectFrom('strategy.credits')
    .select('node_id')
    .where('authority_id', '=', project.authorityId)
    .where('node_id', '=', month.creditId)
    .executeTakeFirst()
  if (!credit) throw new UnprocessableError('no credit of hers', { userMessage: 'strategy.money.error.not_own' })
  if (who === 'lead') refuseForOffice(who, month.planned !== ((await findMonth(scope, project, month))?.planned ?? 0))
  await claimRevision(scope, project, revision)
  const { planned, committed, spent, expected } = month
  await scope.db
    .insertInto('strategy.money_months')
    .values({
      authority_id: project.authorityId,
      project_id: project.id,
      credit_id: month.creditId,
      account: month.account,
      month: month.month,
      audience: project.audience,
      planned,
      committed,
      spent,
      expected,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'project_id', 'month', 'account', 'credit_id'])
        .doUpdateSet({ planned, committed, spent, expected }),
    )
    .execute()
  note(scope, 'project.month_saved', project, { month: month.month })
}
