import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { type Budget, InsideError } from './budget.ts'

const ways = { raw: inflateRawSync, zlib: inflateSync, gzip: gunzipSync } as const

/** Unpacks, but never more than the budget has left. Undefined for bytes that are no such stream. */
export function inflateWithin(way: keyof typeof ways, packed: Buffer, budget: Budget): Buffer | undefined {
  let unpacked: Buffer
  try {
    unpacked = ways[way](packed, { maxOutputLength: Math.max(1, budget.left) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new InsideError('bomb', 'it unpacks to too much')
    return undefined
  }
  budget.spend(unpacked.length)
  return unpacked
}
