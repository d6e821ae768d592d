import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type Answer, file, noContent } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { passedOn } from '#kernel/passed-on.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { isKnown } from '../dcat/formats.ts'
import type { RowWish } from '../query/read-row-wish.ts'
import type { DownloadFormat } from '../query/table-reader.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { type Tables, tablesOf } from '../tables/tables.ts'
import { answerParts, nothing } from './answer-parts.ts'

export type Download = {
  readonly version: TableVersion
  readonly format: DownloadFormat
  /** Without the ending. */
  readonly name: string
  /** Nothing in it: the whole table. */
  readonly wish: RowWish
}

/** Counts up when the same rows are written in another way, so that files kept from before are not taken for new ones. */
const writing = 3
/** Larger tables are sent while their file is made; of smaller ones the file is made first, so that its length is known. Bytes as Parquet. */
const mostBytesAhead = 4_000_000

export const mediaTypes: Readonly<Record<DownloadFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  xlsx: fileFormats.XLSX?.mediaType ?? '',
  geojson: 'application/geo+json; charset=utf-8',
  parquet: fileFormats.PARQUET?.mediaType ?? '',
}
const packable: ReadonlySet<DownloadFormat> = new Set(['csv', 'tsv', 'json', 'geojson'])

/**
 * A table as a file. The whole of it comes from a file nearby, made once for each version and format, in parts where parts are asked for; a choice of
 * rows is made and sent as it is read. Throws `QueryError` for what the table has not.
 */
export async function answerDownload(request: Request, kernel: Kernel, download: Download): Promise<Answer> {
  const tables = tablesOf(kernel)
  const { version, format, name, wish } = download
  const etag = tagOf(download)
  const headers = headersOf(download, etag)
  if (isKnown(request.header('if-none-match'), etag)) return noContent({ status: 304, headers })
  await request.database.giveBack()
  const asked = { name: `${name}.${format}`, contentType: mediaTypes[format] }
  const isHead = request.method === 'HEAD'
  const whole =
    Object.keys(wish).length === 0
      ? await wholeFile(tables, download, request.header('range') !== undefined)
      : undefined
  if (!whole) {
    const live = { ...packed(request, format, headers, etag), 'accept-ranges': 'none' }
    if (isHead) return file({ ...asked, body: nothing(), headers: live })
    const rows = await tables.reader.download(version, format, wish)
    const isWhole = Object.keys(wish).length === 0
    const body = isWhole ? passedOn(rows, (whole) => tables.cache.keeping(fileName(version, format), whole)) : rows
    return file({ ...asked, body, headers: live })
  }
  const wholeHeaders = packed(request, format, headers, etag)
  return answerParts(request, whole, { ...asked, etag, headers, wholeHeaders })
}

/** Stands for the very bytes that are sent unpacked. */
function tagOf({ version, format, wish }: Download): string {
  const all = [version.sha256, format, String(writing), JSON.stringify(wish)]
  return createHash('sha256').update(all.join('\n')).digest('base64url').slice(0, 27)
}

function headersOf({ version, format, wish }: Download, etag: string): Record<string, string> {
  const digest = Buffer.from(version.sha256, 'hex').toString('base64')
  return {
    etag: `"${etag}"`,
    ...(version.publishedAt && { 'last-modified': version.publishedAt.toUTCString() }),
    // RFC 9530: of the file as a whole, whatever part is sent.
    ...(format === 'parquet' &&
      Object.keys(wish).length === 0 && { 'repr-digest': `sha-256=:${digest}:`, 'x-checksum-sha256': version.sha256 }),
  }
}

/** What goes out packed on the way has other bytes: its tag is a weak one. */
function packed(
  request: Request,
  format: DownloadFormat,
  headers: Record<string, string>,
  etag: string,
): Record<string, string> {
  const isPacked = packable.has(format) && /\b(?:br|gzip|\*)/.test(request.header('accept-encoding') ?? '')
  return isPacked ? { ...headers, etag: `W/"${etag}"` } : headers
}

const fileName = ({ sha256 }: TableVersion, format: DownloadFormat): string => `${sha256}-${writing}.${format}`

/** The file of a whole table, made where it is not there; undefined where it is better made while it is sent. */
async function wholeFile(
  tables: Tables,
  { version, format }: Download,
  isNeeded: boolean,
): Promise<FileHandle | undefined> {
  if (format === 'parquet') return open(await tables.fileOf(version))
  const name = fileName(version, format)
  const found = await tables.cache.find(name)
  if (found !== undefined) return open(found)
  if (version.bytes > mostBytesAhead && !isNeeded) return undefined
  const path = await tables.cache.get(name, async (temporary) =>
    pipeline(await tables.reader.download(version, format), createWriteStream(temporary, { mode: 0o600 })),
  )
  return open(path)
}
