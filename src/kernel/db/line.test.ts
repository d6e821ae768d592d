import { afterEach, expect, test, vi } from 'vitest'
import { UnavailableError } from '../http/errors.ts'
import { Line } from './line.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A line whose transactions are over when the test says so. */
function openLine(kindOf?: (one: string) => string) {
  vi.useFakeTimers()
  const begun: { together: readonly string[]; end(): void; fail(error: unknown): void }[] = []
  const line = new Line<string, string>(
    { giveBack: async () => {}, apart: (work) => work() },
    (together) =>
      new Promise((done, fail) => {
        begun.push({ together, end: () => done(together.map((one) => one.toUpperCase())), fail })
      }),
    kindOf,
  )
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)
  const join = async (...ones: string[]) => {
    const answers = ones.map((one) => line.join(one).catch((error: unknown) => error))
    await pass(0)
    return answers
  }
  return { begun, pass, join, groups: () => begun.map(({ together }) => together.join()) }
}

test('those who come while two are under way go together in the next one, and each hears her own', async () => {
  const { begun, join, groups, pass } = openLine()
  const answers = await join('a', 'b', 'c', 'd', 'e')
  expect(groups()).toEqual(['a', 'b'])
  begun[0]?.end()
  await pass(0)
  expect(groups()).toEqual(['a', 'b', 'c,d,e'])
  begun[1]?.end()
  begun[2]?.end()
  expect(await Promise.all(answers)).toEqual(['A', 'B', 'C', 'D', 'E'])
})

test('only those of the same kind go together, whoever waited longest first', async () => {
  const { begun, join, groups, pass } = openLine((one) => one.charAt(0))
  const answers = await join('a1', 'a2', 'b1', 'c1', 'b2', 'a3')
  begun[0]?.end()
  await pass(0)
  begun[1]?.end()
  await pass(0)
  for (const { end } of begun.slice(2)) end()
  await pass(0)
  for (const { end } of begun.slice(4)) end()
  expect(groups()).toEqual(['a1', 'a2', 'b1,b2', 'c1', 'a3'])
  expect(await Promise.all(answers)).toEqual(['A1', 'A2', 'B1', 'C1', 'B2', 'A3'])
})

test('two that hang hold up nobody else for longer than a moment', async () => {
  const { begun, join, groups, pass } = openLine()
  await join('hangs', 'hangs too')
  const answers = await join('c', 'd')
  expect(groups()).toEqual(['hangs', 'hangs too'])
  await pass(500)
  expect(groups()).toEqual(['hangs', 'hangs too', 'c,d'])
  begun[2]?.end()
  expect(await Promise.all(answers)).toEqual(['C', 'D'])
  // The slow ones count no more: who comes now goes at once.
  const next = await join('e')
  begun[3]?.end()
  expect(await Promise.all(next)).toEqual(['E'])
})

test('where everything hangs, no more than six are begun, and those behind them are told to come back', async () => {
  const { begun, join, groups, pass } = openLine()
  for (const [first, second] of ['ab', 'cd', 'ef']) {
    await join(String(first), String(second))
    await join('x')
    await pass(500)
  }
  expect(begun).toHaveLength(6)
  const answers = await join('y', 'z')
  await pass(4_000)
  expect(begun).toHaveLength(6)
  await pass(250)
  expect(await Promise.all(answers)).toEqual([expect.any(UnavailableError), expect.any(UnavailableError)])
  begun[0]?.end()
  await join('late')
  expect(groups().at(-1)).toBe('late')
})

test('what is refused for several is not tried again one by one when the database is away', async () => {
  const { begun, join, groups, pass } = openLine()
  await join('a', 'b')
  const answers = await join('c', 'd')
  begun[0]?.end()
  await pass(0)
  begun[2]?.fail(new UnavailableError('away'))
  expect(await Promise.all(answers)).toEqual([expect.any(UnavailableError), expect.any(UnavailableError)])
  expect(groups()).toEqual(['a', 'b', 'c,d'])
})
