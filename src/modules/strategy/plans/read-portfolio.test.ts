import { expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { slug } from '#kernel/ids.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { asOwner, testNow } from '#test/support/test-database.ts'
import { readPortfolio } from './read-portfolio.ts'

test('a plan is made from credits with their accounts apart, and with what is used before it begins', async () => {
  const urls = await cloneWithAuthorities()
  const database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  try {
    await insertPortfolio(urls, portfolioOf({ projects: 1, years: 10 }))
    const [made] = await asOwner<{ id: string; account: string; spent: string }>(
      urls,
      `select credit_id as id, account, (sum(spent) + sum(expected) filter (where month = '2026-11-01'))::text as spent
      from strategy.money_months where month < '2026-12-01' group by 1, 2`,
    )
    if (!made) throw new Error('no money')
    const other = made.account === 'investment' ? 'operating' : 'investment'
    await asOwner(
      urls,
      `insert into strategy.tranches (authority_id, credit_id, audience, account, year, amount)
       values ('luzern', $1, 'public', $2, 2027, 500)`,
      [made.id, other],
    )
    // What was expected of months that are over has not come.
    await asOwner(urls, `update strategy.money_months set expected = 77 where month = '2026-10-01'`)
    const portfolio = await database.read(systemActor('strategy'), (scope) =>
      readPortfolio(scope, { authorityId: slug<'authority'>('luzern'), from: 2026 * 12 + 11, months: 24 }),
    )
    const { credits, tranches, used, money } = portfolio
    expect(credits).toMatchObject([{ id: made.id, kind: 'special', addsTo: undefined }])
    expect(tranches.filter(({ year }) => year === 2027)).toHaveLength(2)
    expect(tranches).toContainEqual({ creditId: made.id, account: other, year: 2027, rappen: 500 })
    expect(used).toMatchObject([{ creditId: made.id, account: made.account, ever: Number(made.spent) }])
    expect(used[0]?.thisYear).toBeLessThan(used[0]?.ever ?? 0)
    expect(new Set(money.map(({ account }) => account))).toEqual(new Set([made.account]))
  } finally {
    await database.close()
    await urls.drop()
  }
})
