import { type Encoding, encodings, type IntakeFormat, type IntakeOptions } from '../intake/inside/order.ts'

/** What programs may send, by media type. */
const formats: Readonly<Record<string, IntakeFormat>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/geo+json': 'geojson',
  'application/topo+json': 'topojson',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.apache.parquet': 'parquet',
}

/** By whole rows, as one adds them; the others stand for a table as a whole. */
const rowFormats: readonly IntakeFormat[] = ['csv', 'tsv', 'json', 'ndjson']

export function typesFor(way: 'put' | 'add'): readonly string[] {
  return Object.keys(formats).filter((type) => way === 'put' || rowFormats.includes(formats[type] ?? 'ods'))
}

/** How a body is read, by its Content-Type; undefined where it says nothing that we read. */
export function readContentType(text: string, way: 'put' | 'add'): IntakeOptions | undefined {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const format = typesFor(way).includes(type) ? formats[type] : undefined
  if (format === undefined) return undefined
  const charset = parameters
    .map((one) => /^charset\s*=\s*"?([\w.:+-]+)"?$/.exec(one)?.[1])
    .find((one) => one !== undefined)
  const encoding = charset === undefined ? undefined : encodingOf(charset)
  return { format, ...(encoding && { encoding }) }
}

/** By any name that the Encoding Standard has for it (https://encoding.spec.whatwg.org/#names-and-labels); where we have not got it, the intake tells by itself. */
function encodingOf(charset: string): Encoding | undefined {
  const isCalled = (name: string) => encodings.find((one) => one === name)
  try {
    return isCalled(charset) ?? isCalled(new TextDecoder(charset).encoding)
  } catch {
    return /^(?:ibm|cp|cp-)?850$/.test(charset) ? 'cp850' : undefined
  }
}
