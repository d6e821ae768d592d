import { expect, test } from 'vitest'
import { randomFrom } from '#test/bench/opendata/generate-rows.ts'
import { blocksWith, signsOf, textsPerBlock } from './signs.ts'

test('whatever contains a part is in one of its blocks, and most other blocks are left out', () => {
  const random = randomFrom(3)
  const words = Array.from({ length: 300 }, () => `wört${random(5_000)}`)
  const texts = Array.from({ length: 5_000 }, (_, at) => `${words[Math.floor(at / 20)]} ${words[random(300)]} ${at}`)
  const offsets = new Uint32Array(texts.length + 1)
  for (const [at, text] of texts.entries()) offsets[at + 1] = (offsets[at] ?? 0) + Buffer.byteLength(text)
  const signs = signsOf(Buffer.from(texts.join('')), offsets)
  let looked = 0
  for (let turn = 0; turn < 40; turn += 1) {
    const text = Buffer.from(texts[random(texts.length)] ?? '')
    const from = random(text.length - 8)
    const part = text.subarray(from, from + 8)
    const blocks = new Set(blocksWith(part, signs, texts.length))
    looked += blocks.size
    for (const [at, other] of texts.entries())
      if (Buffer.from(other).includes(part)) expect(blocks).toContain(Math.floor(at / textsPerBlock))
  }
  expect(looked / 40).toBeLessThan(texts.length / textsPerBlock / 2)
  expect(blocksWith(Buffer.from('nirgends'), signs, texts.length)).toEqual([])
})
