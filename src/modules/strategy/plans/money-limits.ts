import type { Account } from '../money/queries.ts'
import { type Ceiling, yearsOf } from '../planning/instance.ts'
import type { PlanSettings } from './plan-settings.ts'
import type { Portfolio, PortfolioCredit } from './read-portfolio.ts'

/** Investitionsrechnung and Erfolgsrechnung of a credit are two purses. */
export type CreditAccount = { readonly creditId: string; readonly account: Account }

/** What a limit comes from: a tranche (account and year), all that was approved (a credit alone), or the frame (a year alone). */
export type CeilingOrigin = {
  readonly creditId?: string | undefined
  readonly account?: Account | undefined
  readonly year?: number | undefined
}

type Limit = { readonly ceiling: Ceiling; readonly origin: CeilingOrigin }
type Ground = Pick<Portfolio, 'from' | 'money' | 'credits' | 'tranches' | 'used'>

/** Every credit and account from which something is expected to be paid. */
export function accountsOf({ money }: Pick<Portfolio, 'money'>): CreditAccount[] {
  const all = money.map(({ creditId, account }): [string, CreditAccount] => [
    `${creditId}/${account}`,
    { creditId, account },
  ])
  return [...new Map(all).values()]
}

/** The limits of money that a plan was asked to keep, in Rappen, less what is used before it begins. */
export function ceilingsOf(
  ground: Ground,
  accounts: readonly CreditAccount[],
  { money, frame = 0, months }: Pick<PlanSettings, 'money' | 'frame' | 'months'>,
): Limit[] {
  const count = yearsOf({ months, monthOfYear: ground.from % 12 })
  const years = Array.from({ length: count }, (_one, at) => Math.floor(ground.from / 12) + at)
  switch (money) {
    case 'none':
      return []
    case 'frame':
      return years.map((year, at) => {
        const rest = at === 0 ? Math.floor((frame * (12 - (ground.from % 12))) / 12) : frame
        const ceiling = { id: `frame ${year}`, credits: [...accounts.keys()], year: at, rappen: rest }
        return { ceiling, origin: { year } }
      })
    case 'credits':
      return [...tranchesOf(ground, accounts, years), ...wholesOf(ground, accounts)]
  }
}

/** A credit with yearly tranches pays nothing in a year, or from an account, that has none. */
function tranchesOf({ tranches, used }: Ground, accounts: readonly CreditAccount[], years: readonly number[]): Limit[] {
  return accounts.flatMap(({ creditId, account }, credit) => {
    const own = tranches.filter((one) => one.creditId === creditId)
    if (own.length === 0) return []
    const isSame = (one: CreditAccount) => one.creditId === creditId && one.account === account
    const gone = used.find(isSame)?.thisYear ?? 0
    return years.map((year, at) => {
      const amount = own.find((one) => isSame(one) && one.year === year)?.rappen ?? 0
      const rappen = Math.max(0, amount - (at === 0 ? gone : 0))
      const ceiling = { id: `${creditId} ${account} ${year}`, credits: [credit], year: at, rappen }
      return { ceiling, origin: { creditId, account, year } }
    })
  })
}

/** What was approved of a credit, with its supplements, is for all years and both accounts; where nobody has said how much, there is no such limit. */
function wholesOf({ credits, used }: Ground, accounts: readonly CreditAccount[]): Limit[] {
  return credits.flatMap((whole) => {
    const { id, kind, addsTo, approved } = whole
    if (addsTo !== undefined || kind === 'total' || approved === undefined) return []
    const parts = credits.filter((one) => one.id === id || one.addsTo === id)
    const isPart = ({ creditId }: Pick<CreditAccount, 'creditId'>) => parts.some((one) => one.id === creditId)
    const paying = accounts.flatMap((one, credit) => (isPart(one) ? [credit] : []))
    if (paying.length === 0) return []
    const gone = used.filter(isPart).reduce((sum, { ever }) => sum + ever, 0)
    const rappen = Math.max(0, parts.reduce((sum, part) => sum + approvedOf(part), 0) - gone)
    return [{ ceiling: { id: `${id} in all`, credits: paying, rappen }, origin: { creditId: id } }]
  })
}

const approvedOf = ({ approved = 0 }: PortfolioCredit) => approved
