import type { Readable } from 'node:stream'

/** Where the bytes of files lie: a folder or an S3 bucket. Names are random ids of ours; contents arrive sealed. */
export type FileStore = {
  put(name: string, content: Uint8Array | Readable): Promise<void>
  /** Throws `NotFoundError` when the file is not there. */
  get(name: string): Promise<Buffer>
  delete(name: string): Promise<void>
  /** Names that begin with a prefix, for tidying up and backup. */
  list(prefix: string): AsyncIterable<string>
}
