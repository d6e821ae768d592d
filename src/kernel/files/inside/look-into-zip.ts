import { readZipDirectory, type ZipEntry } from '../zip-directory.ts'
import { type Budget, InsideError, insideLimits } from './budget.ts'
import { inflateWithin } from './inflate.ts'

const localSign = 0x04034b50
const localLength = 30
const [stored, deflated] = [0, 8]

/**
 * Unpacks an archive entry by entry and throws everything away again: what counts is what comes out, not what directory and headers say.
 * Archives inside it are looked into as well, two deep. Throws `InsideError`.
 */
export function lookIntoZip(bytes: Buffer, budget: Budget, depth = 1): void {
  if (depth > insideLimits.depth) throw new InsideError('bomb', 'archives within archives within archives')
  const directory = readZipDirectory(bytes, bytes.length)
  if (!directory) throw new InsideError('unsafe', 'the directory cannot be read')
  if (directory.isEncrypted) throw new InsideError('encrypted', 'an entry is encrypted')
  let end = 0
  for (const entry of [...directory.entries].sort((one, other) => one.offset - other.offset)) {
    budget.countEntry()
    const { start, content } = contentOf(bytes, entry)
    // Entries that share bytes are how a small archive unpacks to terabytes.
    if (entry.offset < end) throw new InsideError('bomb', 'entries overlap')
    end = start + content.length
    lookIntoEntry(unpack(entry, content, budget), budget, depth)
  }
}

function contentOf(bytes: Buffer, { name, offset, packed }: ZipEntry): { start: number; content: Buffer } {
  const isThere = offset + localLength <= bytes.length && bytes.readUInt32LE(offset) === localSign
  if (!isThere) throw new InsideError('unsafe', 'an entry is not where the directory says')
  const nameEnd = offset + localLength + bytes.readUInt16LE(offset + 26)
  if (bytes.toString('utf8', offset + localLength, nameEnd) !== name)
    throw new InsideError('unsafe', 'an entry has two names')
  const start = nameEnd + bytes.readUInt16LE(offset + 28)
  if (start + packed > bytes.length) throw new InsideError('unsafe', 'an entry is longer than the file')
  return { start, content: bytes.subarray(start, start + packed) }
}

function unpack({ method, unpacked }: ZipEntry, content: Buffer, budget: Budget): Buffer {
  if (method === stored) {
    budget.spend(content.length)
    return content
  }
  if (method !== deflated) throw new InsideError('unsafe', 'an entry is packed in another way')
  const result = inflateWithin('raw', content, budget)
  if (!result) throw new InsideError('unsafe', 'an entry is broken')
  if (result.length !== unpacked) throw new InsideError('unsafe', 'an entry is not as long as the directory says')
  return result
}

// Archives that nothing here can look into: RAR, 7-Zip, XZ, bzip2.
const closed = ['526172211a07', '377abcaf271c', 'fd377a585a00', '425a68']

function lookIntoEntry(content: Buffer, budget: Budget, depth: number): void {
  const head = content.toString('hex', 0, 6)
  if (head.startsWith('504b0304')) lookIntoZip(content, budget, depth + 1)
  // Word packs drawings this way (.emz).
  else if (head.startsWith('1f8b')) inflateWithin('gzip', content, budget)
  else if (closed.some((sign) => head.startsWith(sign))) throw new InsideError('unsafe', 'an archive of another kind')
}
