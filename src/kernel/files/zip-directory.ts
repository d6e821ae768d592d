const [endSign, entrySign] = [0x06054b50, 0x02014b50]
const [endLength, entryLength] = [22, 46]

export type ZipEntry = { name: string; method: number; packed: number; unpacked: number; offset: number }

export type ZipDirectory = {
  names: readonly string[]
  entries: readonly ZipEntry[]
  /** Bytes of all entries, packed and (as the directory says) unpacked. */
  packed: number
  unpacked: number
  isEncrypted: boolean
  /** Whether the archive fills the file from its first byte, with nothing before or behind it. */
  isWhole: boolean
}

/** Where the record that ends a ZIP archive begins in the last bytes of a file, if there is one that could be read as such. */
function findEnd(tail: Buffer): number {
  for (let at = tail.length - endLength; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSign) continue
    const commentLength = tail.readUInt16LE(at + 20)
    if (at + endLength + commentLength <= tail.length && tail.readUInt16LE(at + 10) > 0) return at
  }
  return -1
}

/** Whether a ZIP archive ends in these last bytes of a file: a picture or PDF with one is two files at once. */
export function endsLikeZip(tail: Buffer): boolean {
  return findEnd(tail) >= 0
}

/** Reads the directory of a ZIP archive from the last bytes of a file; undefined when it is broken, larger than those bytes, or ZIP64. */
export function readZipDirectory(tail: Buffer, fileSize: number): ZipDirectory | undefined {
  const end = findEnd(tail)
  if (end < 0) return undefined
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count === 0xffff || offset === 0xffffffff || size > end) return undefined

  const entries: ZipEntry[] = []
  let [packed, unpacked, isEncrypted] = [0, 0, false]
  let at = end - size
  for (let index = 0; index < count; index += 1) {
    if (at + entryLength > end || tail.readUInt32LE(at) !== entrySign) return undefined
    const nameEnd = at + entryLength + tail.readUInt16LE(at + 28)
    if (nameEnd > end) return undefined
    isEncrypted ||= (tail.readUInt16LE(at + 8) & 1) === 1
    const entry = {
      name: tail.toString('utf8', at + entryLength, nameEnd),
      method: tail.readUInt16LE(at + 10),
      packed: tail.readUInt32LE(at + 20),
      unpacked: tail.readUInt32LE(at + 24),
      offset: tail.readUInt32LE(at + 42),
    }
    packed += entry.packed
    unpacked += entry.unpacked
    entries.push(entry)
    at = nameEnd + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32)
  }
  const endsHere = end + endLength + tail.readUInt16LE(end + 20) === tail.length
  const isWhole = endsHere && at === end && offset + size === fileSize - tail.length + end
  return { names: entries.map(({ name }) => name), entries, packed, unpacked, isEncrypted, isWhole }
}
