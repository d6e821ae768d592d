import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { LRUCache } from './lru-cache.ts'

/**
 * Sealing: answers, messages, notes and files are encrypted with a key per subject (mostly a case), which is wrapped by the master key.
 * AES-256-GCM; what a ciphertext belongs to (authority, subject, field) is bound to it as associated data, so that ciphertexts cannot be
 * swapped. Layout: one byte algorithm (1), 12 bytes nonce, ciphertext, 16 bytes tag. Erasing a subject destroys its wrapped key.
 */
export type Sealing = {
  masterKeyId: string
  /** A fresh data key: keep the wrapped form, use the key within the scope. */
  newKey(place: SealingPlace): { key: DataKey; wrapped: Buffer }
  unwrap(place: SealingPlace, wrapped: Buffer): DataKey
  /**
   * The same for the same text, and nobody without the master key makes or guesses it: finds again what lies sealed, such as an address.
   * `use` keeps the hashes of different uses apart. 43 characters of base64url.
   */
  keyedHash(use: string, text: string): string
}

export type SealingPlace = { authorityId: string; subjectId: string }

export type DataKey = {
  seal(field: string, plain: string | Uint8Array): Buffer
  open(field: string, sealed: Uint8Array): Buffer
  openText(field: string, sealed: Uint8Array): string
}

export class SealError extends Error {
  override name = 'SealError'
}

const algorithm = 1
const nonceLength = 12
const tagLength = 16

export function createSealing(masterKey: Buffer): Sealing {
  if (masterKey.length !== 32) throw new SealError('the master key has 32 bytes')
  const derived = Buffer.from(hkdfSync('sha256', masterKey, '', 'wegweiser data key wrapping', 32))
  const masterKeyId = createHash('sha256').update(derived).digest('hex').slice(0, 16)
  const wrapping = createSecretKey(derived)
  const hashing = createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, '', 'wegweiser keyed hashes', 32)))
  const cache = new LRUCache<DataKey>(2_000)

  return {
    masterKeyId,
    newKey(place) {
      const raw = randomBytes(32)
      return { key: dataKey(raw, place), wrapped: encrypt(wrapping, wrapContext(place), raw) }
    },
    unwrap(place, wrapped) {
      const name = `${wrapContext(place)}\n${wrapped.toString('base64')}`
      const known = cache.get(name)
      if (known) return known
      const key = dataKey(decrypt(wrapping, wrapContext(place), wrapped), place)
      cache.set(name, key)
      return key
    },
    keyedHash: (use, text) => createHmac('sha256', hashing).update(`${use}\n${text}`).digest('base64url'),
  }
}

function wrapContext({ authorityId, subjectId }: SealingPlace): string {
  return `key\n${authorityId}\n${subjectId}`
}

function dataKey(raw: Buffer, { authorityId, subjectId }: SealingPlace): DataKey {
  const key = createSecretKey(raw)
  const context = (field: string) => `data\n${authorityId}\n${subjectId}\n${field}`
  const open = (field: string, sealed: Uint8Array) => decrypt(key, context(field), sealed)
  return {
    seal: (field, plain) => encrypt(key, context(field), plain),
    open,
    openText: (field, sealed) => open(field, sealed).toString('utf8'),
  }
}

function encrypt(key: KeyObject, context: string, plain: string | Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const body = Buffer.concat([
    typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
    cipher.final(),
  ])
  return Buffer.concat([Buffer.of(algorithm), nonce, body, cipher.getAuthTag()])
}

function decrypt(key: KeyObject, context: string, sealed: Uint8Array): Buffer {
  if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== algorithm)
    throw new SealError('not a sealed value of a known kind')
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceLength))
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagLength))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceLength, bytes.length - tagLength)), decipher.final()])
  } catch (error) {
    throw new SealError('the sealed value does not belong here or was changed', { cause: error })
  }
}
