import { createHash } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsClient } from 'aws4fetch'
import type { Settings } from '../config/settings.ts'
import { NotFoundError } from '../http/errors.ts'
import { type FileStore, refuseForeignName, StoreAwayError } from './file-store.ts'

/** `timeoutMs`: how long sending a content, or the next piece of one, may take; `answerMs`: how long until the server begins to answer what has no content to send. */
export type S3Settings = NonNullable<Settings['s3']> & { timeoutMs?: number; answerMs?: number }

const [defaultTimeoutMs, defaultAnswerMs] = [60_000, 8_000]
const folderInBucket = 'files/'

/**
 * Files in a bucket behind the S3 API. A content is first spooled to a temporary file (it is sealed already), so that memory stays flat,
 * its length and hash are known, and nothing half-sent can appear in the bucket: the server checks the hash that the request is signed with.
 */
export function createS3Store(settings: S3Settings): FileStore {
  const client = new AwsClient({
    accessKeyId: settings.accessKey,
    secretAccessKey: settings.secretKey,
    region: settings.region,
    service: 's3',
    retries: 0,
  })
  const { timeoutMs = defaultTimeoutMs } = settings
  const bucket = `${settings.endpoint}/${settings.bucket}`
  const urlOf = (name: string) => {
    refuseForeignName(name)
    return `${bucket}/${folderInBucket}${name}`
  }

  /** One signed request. Gives the answer for 2xx and 404; anything else is the store being away. */
  const ask = async (url: string, init: { method: string; body?: Blob; hash?: string }): Promise<Response> => {
    let response: Response
    const stopping = new AbortController()
    const { answerMs = defaultAnswerMs } = settings
    try {
      const signed = await client.sign(url, {
        method: init.method,
        ...(init.body ? { body: init.body } : {}),
        ...(init.hash ? { headers: { 'x-amz-content-sha256': init.hash } } : {}),
      })
      response = await inTime(init.body ? timeoutMs : answerMs, fetch(signed, { signal: stopping.signal }))
    } catch (error) {
      stopping.abort()
      throw new StoreAwayError('the object store does not answer', { cause: error })
    }
    if (response.ok || response.status === 404) return response
    await response.body?.cancel()
    throw new StoreAwayError(`the object store answered ${response.status}`)
  }

  return {
    put: (name, content) =>
      spool(content, async (body, hash) => {
        const response = await ask(urlOf(name), { method: 'PUT', body, hash })
        await response.body?.cancel()
        if (!response.ok) throw new StoreAwayError('the bucket is not there')
      }),

    async get(name) {
      const response = await ask(urlOf(name), { method: 'GET' })
      if (response.ok && response.body) return Readable.from(chunksOf(response.body, timeoutMs))
      await response.body?.cancel()
      throw new NotFoundError('no such file in the store')
    },

    async delete(name) {
      const response = await ask(urlOf(name), { method: 'DELETE' })
      await response.body?.cancel()
    },

    async *list(prefix) {
      let token: string | undefined
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: `${folderInBucket}${prefix}` })
        if (token !== undefined) query.set('continuation-token', token)
        const answer = await ask(`${bucket}?${query}`, { method: 'GET' })
        const xml = await answer.text()
        if (!answer.ok) throw new StoreAwayError('the bucket is not there')
        for (const [, key] of xml.matchAll(/<Key>([^<]*)<\/Key>/g))
          if (key?.startsWith(folderInBucket)) yield key.slice(folderInBucket.length)
        token = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(xml)?.[1]
      } while (token !== undefined)
    },
  }
}

/** A time limit that holds by itself: a signal given to `fetch` can be collected as garbage while it is waited for, and then never fires. */
async function inTime<Value>(longest: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`silent for ${longest} ms`)), longest)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>, longest: number): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await inTime(longest, reader.read())
      if (done) return
      yield value
    }
  } catch (error) {
    throw new StoreAwayError('the object store broke off', { cause: error })
  } finally {
    // Not waited for: a server that has fallen silent would not answer this either.
    reader.cancel().catch(() => {})
  }
}

/** Writes a content to a temporary file, hands it on with its SHA-256, and removes it. */
async function spool(content: Uint8Array | Readable, send: (body: Blob, hash: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-upload-')).catch((error: unknown) => {
    throw asAway(error)
  })
  try {
    const file = join(folder, 'content')
    const hash = createHash('sha256')
    await pipeline(
      content instanceof Readable ? content : Readable.from([content]),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(file, { mode: 0o600 }),
    )
    await send(await openAsBlob(file), hash.digest('hex'))
  } catch (error) {
    throw asAway(error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Faults of the disk that contents wait on are the store being away; faults of the content stay what they are. */
function asAway(error: unknown): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' || code === 'EMFILE' || code === 'ENFILE'
    ? new StoreAwayError('the folder for temporary files is full', { cause: error })
    : error
}
