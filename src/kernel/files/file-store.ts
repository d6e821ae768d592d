import type { Readable } from 'node:stream'
import { type ErrorOptions, UnavailableError } from '../http/errors.ts'

/**
 * Where the bytes of files lie: a folder or an S3 bucket. Names are random ids of ours; contents arrive sealed. Whatever the store cannot
 * do for now is an `UnavailableError`.
 */
export type FileStore = {
  /** Resolves when the bytes are kept for good. When the content breaks off, nothing is left under the name. */
  put(name: string, content: Uint8Array | Readable): Promise<void>
  /** Throws `NotFoundError` when the file is not there. */
  get(name: string): Promise<Readable>
  /** A name that is not there counts as deleted. */
  delete(name: string): Promise<void>
  /** Names that begin with a prefix, in no order, for backup. */
  list(prefix: string): AsyncIterable<string>
}

/** 503: the store of files is away or full; what has been saved stays. */
export class StoreAwayError extends UnavailableError {
  override name = 'StoreAwayError'
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { userMessage: 'kernel.files.store_away', ...options })
  }
}

const nameForm = /^[0-9a-z][0-9a-z-]{7,63}$/

/** Refuses any name that is not an id of ours, so that none can lead out of the store. */
export function refuseForeignName(name: string): void {
  if (!nameForm.test(name)) throw new TypeError('not a name of a stored file')
}
