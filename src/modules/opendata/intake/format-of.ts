import { open } from 'node:fs/promises'
import type { IntakeFormat } from './inside/order.ts'

const byEnding: Readonly<Record<string, IntakeFormat>> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  ods: 'ods',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  geojson: 'geojson',
  topojson: 'topojson',
  parquet: 'parquet',
}

const openDocument = 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'

/** What a file is, by its first bytes, and where these do not tell by the ending of its name; `old` is an Excel file of before 2007. */
export async function formatOf(path: string, name: string): Promise<IntakeFormat | 'old'> {
  const head = await headOf(path)
  const start = head.toString('latin1')
  if (start.startsWith('PK\u0003\u0004')) return start.includes(openDocument) ? 'ods' : 'xlsx'
  if (start.startsWith('PAR1')) return 'parquet'
  if (head.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1') return 'old'
  const ending = byEnding[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '']
  if (ending !== undefined && !['xlsx', 'ods', 'parquet'].includes(ending)) return ending
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^\{[^\n]*\}\s*\n\s*\{/.test(text)) return 'ndjson'
  return /^[[{]/.test(text) ? 'json' : 'csv'
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(4_096)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
