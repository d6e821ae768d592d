import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { FileType } from '../file-types.ts'
import { UnreadablePictureError } from './byte-reader.ts'
import { erasePlaces } from './erase-places.ts'
import { photoHeic } from './example-photos.ts'

const place = { GPSLatitudeRef: 'N', GPSLatitude: '47/1 3/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '8/1 18/1 0/1' }
const exif = { IFD0: { Make: 'Beispielkamera', Copyright: 'Erika Muster' }, IFD3: place }
const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="47,3.0N"/></rdf:RDF></x:xmpmeta>'

/** A picture with place, camera and orientation, as a camera writes it: wider than high, and held on its side. */
function photo(format: 'jpeg' | 'png' | 'webp', orientation = 6): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 64 * 32 * 3 }, (_, index) => (index * 37) % 251))
  return sharp(pixels, { raw: { width: 64, height: 32, channels: 3 } })
    .withExif(exif)
    .withXmp(xmp)
    .withMetadata({ orientation })
    .toFormat(format, { lossless: true })
    .toBuffer()
}

async function erase(type: FileType, content: Buffer, pieces = 1): Promise<Buffer> {
  const length = Math.ceil(content.length / pieces)
  const chunks = async function* () {
    for (let at = 0; at < content.length; at += length) yield content.subarray(at, at + length)
  }
  const kept: Buffer[] = []
  for await (const chunk of erasePlaces(type, chunks())) kept.push(chunk)
  return Buffer.concat(kept)
}

const told = /Beispielkamera|Erika|GPS|xmpmeta|photoshop/

test.each([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
] as const)('a photo (%s) says no more where it was made, and looks as before', async (type, format) => {
  const before = await photo(format)
  const known = await sharp(before).metadata()
  expect(known.exif?.toString('latin1')).toContain('Beispielkamera')
  expect(known.xmp?.toString('latin1')).toContain('GPSLatitude')
  for (const pieces of [1, 3, before.length]) {
    const after = await erase(type, before, pieces)
    expect(after.toString('latin1')).not.toMatch(told)
    const left = await sharp(after).metadata()
    expect(left).toMatchObject({ width: 64, height: 32, orientation: 6 })
    const [one, other] = await Promise.all([before, after].map((bytes) => sharp(bytes).raw().toBuffer()))
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true)
  }
})

test('an upright photo keeps nothing of its Exif', async () => {
  const after = await erase('image/jpeg', await photo('jpeg', 1))
  expect(after.includes('Exif')).toBe(false)
  expect(await sharp(after).metadata()).toMatchObject({ width: 64, height: 32 })
})

test('the colours of a photo stay: its profile is not left out', async () => {
  const before = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer()
  const after = await sharp(await erase('image/jpeg', before)).metadata()
  expect(after.icc?.length).toBeGreaterThan(100)
})

test('what follows a photo goes: the film of a moving photo carries its place as well', async () => {
  const film = Buffer.from('ftypmp42 ©xyz+47.05+8.30/')
  for (const [type, format] of [
    ['image/jpeg', 'jpeg'],
    ['image/png', 'png'],
    ['image/webp', 'webp'],
  ] as const) {
    const before = await photo(format)
    expect((await erase(type, Buffer.concat([before, film]))).includes('+47.05')).toBe(false)
  }
})

test('comments and other segments of a JPEG go', async () => {
  const before = await photo('jpeg')
  const notes = Buffer.from('\u00ff\u00fe\0\u000bErika M.X\u00ff\u00ed\0\u000ephotoshop 47', 'latin1')
  const noted = Buffer.concat([before.subarray(0, 2), notes, before.subarray(2)])
  expect((await erase('image/jpeg', noted)).toString('latin1')).not.toMatch(told)
})

test('a HEIC says no more where it was made; not a byte of the picture moves', async () => {
  const { bytes, exifAt, exifLength, xmpAt, xmpLength, picture } = photoHeic()
  for (const pieces of [1, 5, bytes.length]) {
    const after = await erase('image/heic', bytes, pieces)
    expect(after.length).toBe(bytes.length)
    expect(after.toString('latin1')).not.toMatch(/Beispielkamera|47\.05/)
    expect(after.subarray(exifAt, exifAt + exifLength).every((byte) => byte === 0)).toBe(true)
    expect(after.subarray(xmpAt, xmpAt + xmpLength).every((byte) => byte === 0)).toBe(true)
    expect(after.includes(picture)).toBe(true)
  }
})

test.each<[string, FileType, Buffer]>([
  ['a JPEG whose segments do not follow each other', 'image/jpeg', Buffer.from('ffd8ffe000044a461122ffd9', 'hex')],
  ['a JPEG that is none', 'image/jpeg', Buffer.from('GIF89a')],
  ['a HEIC whose picture comes first', 'image/heic', Buffer.from('\0\0\0\u0010ftypheic\0\0\0\0\0\0\0\u000cmdatabcd')],
  ['a HEIC without description', 'image/heic', Buffer.from('\0\0\0\u0010ftypheic\0\0\0\0')],
])('%s is not taken', async (_what, type, content) => {
  await expect(erase(type, content)).rejects.toThrow(UnreadablePictureError)
})

test('other files pass as they are', async () => {
  const content = Buffer.from('%PDF-1.7 GPS')
  expect((await erase('application/pdf', content, 3)).equals(content)).toBe(true)
})

/** A number that is the same each time, so that what fails fails again. */
function* numbers(): Generator<number, never> {
  for (let state = 7; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state
  }
}

test('whatever is wrong with a picture, it is told to be unreadable, never a fault', async () => {
  const from = numbers()
  const pick = (below: number) => from.next().value % below
  const photos = [
    ['image/heic', photoHeic().bytes],
    ['image/jpeg', await photo('jpeg')],
    ['image/png', await photo('png')],
    ['image/webp', await photo('webp')],
  ] as const
  let refused = 0
  for (let round = 0; round < 2_000; round += 1) {
    const [type, whole] = photos[round % 2 === 0 ? 0 : pick(photos.length)] ?? photos[0]
    const bytes = Buffer.from(whole)
    for (let change = 0; change <= pick(4); change += 1)
      bytes[pick(Math.min(bytes.length, 600))] = [0, 1, 255, pick(256)][pick(4)] ?? 0
    const content = pick(3) === 0 ? bytes.subarray(0, pick(bytes.length)) : bytes
    await erase(type, content.length > 0 ? content : bytes).catch((error: unknown) => {
      expect(error, `${type} ${content.toString('base64')}`).toBeInstanceOf(UnreadablePictureError)
      refused += 1
    })
  }
  expect(refused).toBeGreaterThan(200)
})

/** A HEIC with nothing in it but its description. */
function heicWith(...boxes: Buffer[]): Buffer {
  return Buffer.concat([
    heicBox('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    heicBox('meta', Buffer.concat([Buffer.alloc(4), ...boxes])),
  ])
}

function heicBox(name: string, content: Buffer): Buffer {
  return Buffer.concat([wide(4, content.length + 8), Buffer.from(name, 'latin1'), content])
}

function wide(width: number, value: number): Buffer {
  const bytes = Buffer.alloc(width)
  bytes.writeUIntBE(value, 0, width)
  return bytes
}

test('a list of a HEIC that says it lies in millions of pieces of no length is not followed', async () => {
  // Version 0, numbers of no width: each item costs six bytes and claims 65,535 pieces.
  const item = Buffer.concat([wide(2, 1), wide(2, 0), wide(2, 0xffff)])
  const list = Buffer.concat([Buffer.alloc(6), wide(2, 5_000), ...Array.from({ length: 5_000 }, () => item)])
  await expect(erase('image/heic', heicWith(heicBox('iloc', list)))).rejects.toThrow('too many pieces')
})

test.each([
  ['without their head', [heicBox('iinf', Buffer.alloc(0))]],
  [
    'with an item without its head',
    [heicBox('iinf', Buffer.concat([Buffer.alloc(6), heicBox('infe', Buffer.alloc(0))]))],
  ],
  ['of places without their head', [heicBox('iloc', Buffer.alloc(0))]],
  [
    'of places with numbers of an odd width',
    [heicBox('iloc', Buffer.concat([Buffer.alloc(4), Buffer.of(0x99, 0x90), wide(2, 1), Buffer.alloc(60)]))],
  ],
])('lists of a HEIC %s are unreadable', async (_what, boxes) => {
  await expect(erase('image/heic', heicWith(...boxes))).rejects.toThrow(UnreadablePictureError)
})
