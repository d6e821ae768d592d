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
