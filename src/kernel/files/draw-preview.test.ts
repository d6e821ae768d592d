import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawPreview, picturesOf } from './draw-preview.ts'
import { pdf, png } from './example-files.ts'
import { runFileProcess } from './file-process.ts'

const draw = (type: string, content: Buffer) => drawPreview(type, Readable.from([content]))

/** A PDF with pages of one colour. */
function colours(...pages: string[]): Buffer {
  const kids = pages.map((_, index) => `${index * 2 + 3} 0 R`).join(' ')
  const objects = [
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    `2 0 obj<</Type/Pages/Kids[${kids}]/Count ${pages.length}/MediaBox[0 0 300 600]>>endobj`,
    ...pages.flatMap((colour, index) => {
      const content = `${colour} rg 0 0 300 600 re f`
      return [
        `${index * 2 + 3} 0 obj<</Type/Page/Parent 2 0 R/Contents ${index * 2 + 4} 0 R/Resources<<>>>>endobj`,
        `${index * 2 + 4} 0 obj<</Length ${content.length}>>stream\n${content}\nendstream endobj`,
      ]
    }),
  ]
  return Buffer.from(`%PDF-1.4\n${objects.join('\n')}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)
}

test('the first pages of a PDF become pictures, in their colours', async () => {
  const drawn = await draw('application/pdf', colours('1 0 0', '0 0 1', '0 1 0', '1 1 1'))
  expect(drawn?.pages).toBe(4)
  expect(drawn?.pictures).toHaveLength(3)
  const dominant = await Promise.all((drawn?.pictures ?? []).map(async (one) => (await sharp(one).stats()).dominant))
  expect(dominant.map(({ r, g, b }) => [r, g, b].indexOf(Math.max(r, g, b)))).toEqual([0, 2, 1])
  expect(await sharp(drawn?.pictures[0]).metadata()).toMatchObject({ format: 'webp', width: 550, height: 1_100 })
})

test('a photo becomes a small one, upright and without what the camera wrote', async () => {
  const photo = await sharp({ create: { width: 2_400, height: 1_200, channels: 3, background: '#c44' } })
    .withExif({ IFD0: { Make: 'Beispielkamera' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const drawn = await draw('image/jpeg', photo)
  const [picture] = drawn?.pictures ?? []
  const known = await sharp(picture).metadata()
  expect(known).toMatchObject({ format: 'webp', width: 550, height: 1_100 })
  expect(known.exif).toBeUndefined()
})

test('what cannot be drawn gives no picture, and harms nobody', async () => {
  expect(await draw('application/pdf', Buffer.from('%PDF-1.7 broken'))).toBeUndefined()
  expect(await draw('application/pdf', pdf())).toBeUndefined()
  expect(await draw('image/png', png(60_000, 60_000))).toBeUndefined()
})

test('of what the process says, no more is taken than pictures of the first pages', () => {
  const picture = (text: string) => Buffer.from(`RIFF0000WEBP${text}`).toString('base64')
  const said = { pages: 9, pictures: ['1', '2', '3', '4', '5'].map(picture) }
  expect(picturesOf(said)?.pictures.map(String)).toEqual(['RIFF0000WEBP1', 'RIFF0000WEBP2', 'RIFF0000WEBP3'])
  const page = Buffer.from('<script>alert(1)</script>').toString('base64')
  expect(
    picturesOf({ pages: 1, pictures: [page, Buffer.alloc(2_100_000, 'RIFF0000WEBP').toString('base64')] }),
  ).toEqual({
    pages: 1,
    pictures: [],
  })
  for (const wrong of [
    undefined,
    'fine',
    {},
    { pages: 2 ** 40, pictures: [] },
    { pages: -1, pictures: [] },
    { pages: 1, pictures: [7] },
  ])
    expect(picturesOf(wrong)).toBeUndefined()
})

const script = (name: string) => join(import.meta.dirname, 'inside', name)

test('a process that looks at a file ends when it takes too long or too much', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(65_536)
    })(),
  )
  const run = (limits: { milliseconds: number; bytes: number }, content: AsyncIterable<Uint8Array>) =>
    runFileProcess(script('examine-process.ts'), ['application/pdf'], content, {
      ...limits,
      said: 100,
      work: { isUrgent: true },
    })
  expect(await run({ milliseconds: 20_000, bytes: 200_000_000 }, endless)).toEqual({ ok: false, why: 'memory' })
  const stuck = Readable.from(
    (async function* () {
      yield Buffer.alloc(9)
      await new Promise(() => {})
    })(),
  )
  expect(await run({ milliseconds: 700, bytes: 500_000_000 }, stuck)).toEqual({ ok: false, why: 'time' })
})
