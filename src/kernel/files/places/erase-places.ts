import type { FileType } from '../file-types.ts'
import { ByteReader } from './byte-reader.ts'
import { eraseHeic } from './erase-heic.ts'
import { eraseJpeg } from './erase-jpeg.ts'
import { erasePng } from './erase-png.ts'
import { eraseWebp } from './erase-webp.ts'

const erasers = {
  'image/jpeg': eraseJpeg,
  'image/png': erasePng,
  'image/webp': eraseWebp,
  'image/heic': eraseHeic,
} as const

/**
 * Takes out of a photo what its camera wrote beside the picture, above all where it was taken, while it streams by; other files pass as they
 * are. No picture is decoded or packed anew, so none gets worse. Throws `UnreadablePictureError` for one that is not built as its format says.
 */
export function erasePlaces(type: FileType | undefined, chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const erase = Object.entries(erasers).find(([name]) => name === type)?.[1]
  return erase ? erase(new ByteReader(chunks)) : chunks
}
