import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { ConflictError, HttpError, TooManyError } from '../../http/errors.ts'
import { type AuthorityId, slug } from '../../ids.ts'
import { pdf } from '../example-files.ts'
import { finishUpload } from './finish-upload.ts'
import { beginUpload, dropUpload, findUpload, takePart } from './uploads.ts'

async function openUploads(senderBytes = 600_000_000) {
  const { kernel: bare, urls, clock } = await openTestKernel()
  const kernel = { ...bare, uploadLimits: { ...bare.uploadLimits, senderBytes } }
  const begin = (wish: { length: number; sender?: string; authorityId?: AuthorityId | undefined }) =>
    beginUpload(kernel, {
      ...{ field: 'plan', name: 'plan.pdf', type: 'application/pdf', sender: '192.0.2.7', authorityId: undefined },
      ...wish,
    })
  const send = async (token: string, offset: number, ...chunks: Buffer[]) =>
    takePart(kernel, await findUpload(kernel, token), { offset, content: stream(chunks) })
  const count = async (table: string) => (await asOwner(urls, `select 1 from kernel.${table}`)).length
  return { kernel, urls, clock, begin, send, count }
}

async function* stream(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}

/** How each of many attempts at once ended: a status, or `done`. */
async function outcomes(attempts: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const one of await Promise.allSettled(attempts)) {
    const name =
      one.status === 'fulfilled' ? 'done' : one.reason instanceof HttpError ? one.reason.status : String(one.reason)
    counted[name] = (counted[name] ?? 0) + 1
  }
  return counted
}

test('of ten who finish an upload at once one does; one file is stored, and nothing is left beside it', async () => {
  const { kernel, begin, send, count } = await openUploads()
  const token = await begin({ length: pdf().length })
  await send(token, 0, pdf())
  const upload = await findUpload(kernel, token)
  const ended = await outcomes(Array.from({ length: 10 }, () => finishUpload(kernel, upload)))
  expect(Object.keys(ended).every((name) => name === 'done' || name === '423')).toBe(true)
  expect(ended.done).toBeGreaterThanOrEqual(1)
  expect([await count('stored_files'), await count('sealing_keys')]).toEqual([1, 1])
  const done = await findUpload(kernel, token)
  expect(done.fileId).not.toBeNull()
  await finishUpload(kernel, done)
  expect(await count('stored_files')).toBe(1)
})

test('whoever began to finish and was never heard of again is replaced, and changes nothing afterwards', async () => {
  const { kernel, urls, clock, begin, send, count } = await openUploads()
  const token = await begin({ length: pdf().length })
  await send(token, 0, pdf())
  const upload = await findUpload(kernel, token)
  let go = () => {}
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  let isReading = () => {}
  const reading = new Promise<void>((resolve) => {
    isReading = resolve
  })
  const get: typeof kernel.files.get = async (name) => {
    const bytes = await kernel.files.get(name)
    isReading()
    await held
    return bytes
  }
  const slow = finishUpload({ ...kernel, files: { ...kernel.files, get } }, upload)
  await reading
  await expect(finishUpload(kernel, upload)).rejects.toMatchObject({ status: 423 })
  clock.advance(10 * 60_000)
  await finishUpload(kernel, upload)
  const first = (await findUpload(kernel, token)).fileId
  go()
  await expect(slow).rejects.toThrow(ConflictError)
  expect((await findUpload(kernel, token)).fileId).toBe(first)
  expect(await count('stored_files')).toBe(1)
  expect(await asOwner(urls, 'select id from kernel.loose_files where sender_hash is not null')).toEqual([])
})

test('an upload that is thrown away while it is finished becomes no file', async () => {
  const { kernel, begin, send, count } = await openUploads()
  const token = await begin({ length: pdf().length })
  await send(token, 0, pdf())
  const upload = await findUpload(kernel, token)
  const get: typeof kernel.files.get = async (name) => {
    const bytes = await kernel.files.get(name)
    await dropUpload(kernel, upload)
    return bytes
  }
  await expect(finishUpload({ ...kernel, files: { ...kernel.files, get } }, upload)).rejects.toThrow(ConflictError)
  expect([await count('stored_files'), await count('uploads')]).toEqual([0, 0])
})

test('uploads that are begun at once do not pass the limits of a sender', async () => {
  const { begin } = await openUploads(1_000)
  expect(await outcomes(Array.from({ length: 12 }, () => begin({ length: 300 })))).toEqual({ done: 3, 429: 9 })
  const many = Array.from({ length: 60 }, () => begin({ length: 1, sender: '192.0.2.8' }))
  expect(await outcomes(many)).toEqual({ done: 40, 429: 20 })
})

test.each([
  ['of an authority', slug<'authority'>('kriens')],
  ['of the whole canton', undefined],
])('uploads that are begun at once by many senders do not pass the limit %s', async (_what, authorityId) => {
  const { begin, urls, clock } = await openUploads()
  await asOwner(
    urls,
    `insert into kernel.uploads (id, token_hash, sender_hash, authority_id, wrapped_key, sealed_about, length, created_at, expires_at)
     select uuidv7(), sha256(n::text::bytea), sha256('other'), $1, '', '', 100000000, $2::timestamptz, $2::timestamptz + interval '1 hour'
     from generate_series(1, 198) n`,
    [authorityId ?? null, clock.now().toISOString()],
  )
  const begins = Array.from({ length: 8 }, (_, index) =>
    begin({ length: 90_000_000, sender: `192.0.2.${index}`, authorityId }),
  )
  expect(await outcomes(begins)).toEqual({ done: 2, 429: 6 })
  await expect(begin({ length: 90_000_000, sender: '192.0.2.99', authorityId })).rejects.toThrow(TooManyError)
})

test('what was announced but never sent makes room within the hour', async () => {
  const { kernel, begin, send, clock } = await openUploads()
  const [idle, under] = [await begin({ length: 500_000 }), await begin({ length: 500_000 })]
  await send(under, 0, randomBytes(1_000))
  clock.advance(61 * 60_000)
  await expect(findUpload(kernel, idle)).rejects.toMatchObject({ status: 404 })
  expect((await findUpload(kernel, under)).received).toBe(1_000)
})

test('no nonce is used twice under the key of an upload, whatever is sent again or at the same time', async () => {
  const { kernel, begin, send } = await openUploads()
  const sealed: Buffer[] = []
  const put: typeof kernel.files.put = async (name, content) => {
    const bytes = content instanceof Uint8Array ? Buffer.from(content) : await buffer(content)
    sealed.push(bytes)
    await kernel.files.put(name, bytes)
  }
  const watched = { ...kernel, files: { ...kernel.files, put } }
  const content = randomBytes(200_000)
  const token = await begin({ length: 600_000 })
  const upload = await findUpload(kernel, token)
  const part = (bytes: Buffer) => takePart(watched, upload, { offset: 0, content: stream([bytes]) })
  const other = randomBytes(200_000)
  const ended = await outcomes([content, content, content, other, other].map(part))
  expect(ended).toEqual({ done: 1, 409: 4 })
  expect(await send(token, 200_000, content)).toBe(400_000)
  const nonces = sealed.flatMap((bytes) =>
    Array.from({ length: Math.ceil(bytes.length / 65_565) }, (_, index) =>
      bytes.toString('hex', index * 65_565 + 1, index * 65_565 + 13),
    ),
  )
  expect(nonces).toHaveLength(20)
  expect(new Set(nonces).size).toBe(20)
  // Neither do two sealings of the same bytes look the same.
  const [first] = sealed
  expect(sealed.filter((bytes) => bytes.subarray(13, 2_000).equals(first?.subarray(13, 2_000) ?? bytes))).toHaveLength(
    1,
  )
})
