import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type Answer, file, noContent } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { isSameState, readByteRange } from './byte-range.ts'

/** For those who ask for the head alone: the length that is said stays. */
export const nothing = () => Readable.from([])

type Asked = {
  readonly name: string
  readonly contentType: string
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  /** The headers where the whole goes out, which may be packed on the way. */
  readonly wholeHeaders?: Readonly<Record<string, string>>
}

/** A file that lies nearby, or the part of it that is asked for. Closes it. */
export async function answerParts(request: Request, whole: FileHandle, asked: Asked): Promise<Answer> {
  const { name, contentType, etag, headers, wholeHeaders = headers } = asked
  const isHead = request.method === 'HEAD'
  const { size } = await whole.stat()
  const range = isSameState(request.header('if-range'), etag) ? readByteRange(request.header('range'), size) : undefined
  if (range === 'none' || isHead) await whole.close()
  if (range === 'none') return noContent({ status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const sized = {
    ...(range ? headers : wholeHeaders),
    'accept-ranges': 'bytes',
    'content-length': String(end - start + 1),
    ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
  }
  const body = isHead ? nothing() : whole.createReadStream({ start, end })
  return file({ name, contentType, body, status: range ? 206 : 200, headers: sized })
}
