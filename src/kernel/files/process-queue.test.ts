import { expect, test } from 'vitest'
import { ProcessQueue, QueueFullError } from './process-queue.ts'

/** Work that ends when told to, and the order in which it began. */
function works() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  return { begun, work, end: (name: string) => ends.get(name)?.() }
}

const someone = { isUrgent: true }

test('so many run at a time, the next one when one ends; what somebody waits for goes first', async () => {
  const { begun, work, end } = works()
  const queue = new ProcessQueue({ atOnce: 2, waiting: 3, perSender: 9 })
  const results = [
    queue.run(someone, work('a')),
    queue.run(someone, work('b')),
    queue.run({ isUrgent: false }, work('picture')),
    queue.run(someone, work('c')),
  ]
  expect(begun).toEqual(['a', 'b'])
  end('a')
  await results[0]
  await expect.poll(() => begun).toEqual(['a', 'b', 'c'])
  end('b')
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'picture'])
  end('c')
  end('picture')
  expect(await Promise.all(results)).toEqual(['a', 'b', 'picture', 'c'])
})

test('a full line refuses at once, and takes again when there is room', async () => {
  const { work, end } = works()
  const queue = new ProcessQueue({ atOnce: 1, waiting: 1, perSender: 9 })
  const first = queue.run(someone, work('a'))
  const second = queue.run(someone, work('b'))
  await expect(queue.run(someone, work('c'))).rejects.toThrow(QueueFullError)
  end('a')
  await first
  const third = queue.run(someone, work('c'))
  end('b')
  await second
  await expect.poll(() => end('c')).toBeUndefined()
  expect(await third).toBe('c')
})

test('one sender does not take the places of all, and work that fails gives its place back', async () => {
  const { work, end } = works()
  const queue = new ProcessQueue({ atOnce: 3, waiting: 3, perSender: 2 })
  const mine = { isUrgent: true, sender: 'me' }
  const one = queue.run(mine, work('a'))
  await expect(queue.run(mine, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  const two = queue.run(mine, work('b'))
  await expect(queue.run(mine, work('c'))).rejects.toThrow(QueueFullError)
  const other = queue.run({ isUrgent: true, sender: 'you' }, work('d'))
  for (const name of ['a', 'b', 'd']) end(name)
  expect(await Promise.all([one, two, other])).toEqual(['a', 'b', 'd'])
})
