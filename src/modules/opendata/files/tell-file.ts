import { open } from 'node:fs/promises'
import { extensionOf } from '#kernel/files/file-name.ts'
import { readZipDirectory } from '#kernel/files/zip-directory.ts'

/** Why a document is not kept. */
export type FileFault = 'empty' | 'kind' | 'content' | 'encrypted' | 'bomb' | 'unsafe'

type Look = { readonly head: Buffer; readonly tail: Buffer; readonly size: number }
type Kind = { readonly endings: readonly string[]; readonly format: string; readonly fits: (look: Look) => boolean }

const begins = (sign: string) => (look: Look) => look.head.toString('latin1', 0, sign.length) === sign
const isZip = begins('PK\u0003\u0004')

/** What is kept, by ending, with how its content begins. Nothing that a browser would run: no HTML, SVG or script, no program, no old Office file with macros. */
const kinds: readonly Kind[] = [
  { endings: ['pdf'], format: 'PDF', fits: begins('%PDF-') },
  { endings: ['zip'], format: 'ZIP', fits: isZip },
  { endings: ['xlsx'], format: 'XLSX', fits: isZip },
  { endings: ['ods'], format: 'ODS', fits: isZip },
  { endings: ['gpkg'], format: 'GPKG', fits: isGeoPackage },
  { endings: ['parquet'], format: 'PARQUET', fits: begins('PAR1') },
  { endings: ['png'], format: 'PNG', fits: begins('\u0089PNG\r\n') },
  { endings: ['jpg', 'jpeg'], format: 'JPEG', fits: begins('\u00ff\u00d8\u00ff') },
  { endings: ['tif', 'tiff'], format: 'TIFF', fits: (look) => begins('II*\u0000')(look) || begins('MM\u0000*')(look) },
  { endings: ['csv'], format: 'CSV', fits: isText },
  { endings: ['tsv', 'tab'], format: 'TSV', fits: isText },
  { endings: ['txt'], format: 'TXT', fits: isText },
  { endings: ['json'], format: 'JSON', fits: isText },
  { endings: ['jsonld'], format: 'JSON_LD', fits: isText },
  { endings: ['geojson'], format: 'GEOJSON', fits: isText },
  { endings: ['xml'], format: 'XML', fits: isText },
  { endings: ['gml'], format: 'GML', fits: isText },
  { endings: ['kml'], format: 'KML', fits: isText },
  { endings: ['rdf'], format: 'RDF_XML', fits: isText },
  { endings: ['ttl'], format: 'RDF_TURTLE', fits: isText },
  { endings: ['ics'], format: 'ICS', fits: isText },
]

/** A GeoPackage is a SQLite file with a mark of its own at byte 68 (OGC 12-128r18, requirements 1 and 2). */
function isGeoPackage({ head }: Look): boolean {
  return (
    head.toString('latin1', 0, 16) === 'SQLite format 3\u0000' &&
    /^GP(?:KG|1[01])$/.test(head.toString('latin1', 68, 72))
  )
}

/** No zero bytes but those of UTF-16, and nothing that is a page or a program. */
function isText({ head }: Look): boolean {
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const start = head.toString('latin1', 0, 1_100)
  return (isWide || !head.includes(0)) && !/<!doctype html|<html|<svg|<script|<\?php|^#!|^%PDF-|^\{\\rtf/i.test(start)
}

const zipLimits = { entries: 20_000, unpacked: 4_000_000_000, ratio: 200 }
const zips = ['ZIP', 'XLSX', 'ODS']

/** What a document is, by its ending and its beginning, as a code of the vocabulary; or why it is not kept. Archives are read by their directory only. */
export async function tellFile(path: string, name: string): Promise<{ format: string } | { fault: FileFault }> {
  const look = await lookAt(path)
  if (look.size === 0) return { fault: 'empty' }
  const kind = kinds.find(({ endings }) => endings.includes(extensionOf(name).toLowerCase()))
  if (!kind) return { fault: 'kind' }
  if (!kind.fits(look)) return { fault: 'content' }
  const fault = zips.includes(kind.format) ? zipFault(look) : undefined
  return fault ? { fault } : { format: kind.format }
}

function zipFault({ tail, size }: Look): FileFault | undefined {
  const directory = readZipDirectory(tail, size)
  if (!directory) return 'content'
  const { names, packed, unpacked, isEncrypted, isWhole } = directory
  if (isEncrypted) return 'encrypted'
  if (
    names.length > zipLimits.entries ||
    unpacked > zipLimits.unpacked ||
    unpacked > Math.max(packed, 1) * zipLimits.ratio
  )
    return 'bomb'
  const leadsOut = names.some((one) => one.startsWith('/') || one.includes('\\') || one.split('/').includes('..'))
  const runs = names.some((one) =>
    /\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|jar|lnk|html?|svg)$|vbaProject\.bin$/i.test(one),
  )
  return leadsOut || runs || !isWhole || new Set(names).size !== names.length ? 'unsafe' : undefined
}

const [headLength, tailLength] = [4_096, 4_000_000]

async function lookAt(path: string): Promise<Look> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
      return buffer.subarray(0, bytesRead)
    }
    const tail = Math.min(tailLength, size)
    return { head: await read(0, Math.min(headLength, size)), tail: await read(size - tail, tail), size }
  } finally {
    await file.close()
  }
}
