/** Texts that share one line of signs. */
export const textsPerBlock = 64
const hashes = 4_096

/** Three bytes in a row, as one of so many numbers: different ones may share one. */
const signOf = (bytes: Uint8Array, at: number): number =>
  (Math.imul(bytes[at] ?? 0, 0x9e37) ^ Math.imul(bytes[at + 1] ?? 0, 0x85eb) ^ Math.imul(bytes[at + 2] ?? 0, 0x27d5)) &
  (hashes - 1)

const wordsFor = (texts: number): number => Math.ceil(Math.ceil(texts / textsPerBlock) / 32)

/** For each sign a bit per block of texts that has it: eight bytes a text, however long the texts are. */
export function signsOf(bytes: Uint8Array, offsets: Uint32Array): Uint32Array {
  const texts = offsets.length - 1
  const words = wordsFor(texts)
  const signs = new Uint32Array(hashes * words)
  for (let text = 0; text < texts; text += 1) {
    const block = Math.floor(text / textsPerBlock)
    const [word, bit] = [block >>> 5, 1 << (block & 31)]
    const end = (offsets[text + 1] ?? 0) - 2
    for (let at = offsets[text] ?? 0; at < end; at += 1) {
      const place = signOf(bytes, at) * words + word
      signs[place] = (signs[place] ?? 0) | bit
    }
  }
  return signs
}

/** The blocks that have all signs of a part: whatever contains it is in one of them. */
export function blocksWith(part: Uint8Array, signs: Uint32Array, texts: number): number[] {
  const words = wordsFor(texts)
  const left = new Uint32Array(words).fill(0xffff_ffff)
  for (let at = 0; at + 2 < part.length; at += 1) {
    const line = signOf(part, at) * words
    for (let word = 0; word < words; word += 1) left[word] = (left[word] ?? 0) & (signs[line + word] ?? 0)
  }
  const blocks: number[] = []
  const count = Math.ceil(texts / textsPerBlock)
  for (let word = 0; word < words; word += 1)
    for (let bits = left[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const block = word * 32 + 31 - Math.clz32(bits & -bits)
      if (block < count) blocks.push(block)
    }
  return blocks
}
