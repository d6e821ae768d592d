import { Archive } from './archive.ts'
import { kindOfFormat, type NumberKind, textOfNumber } from './excel-date.ts'
import type { IntakeLimits, IntakeOptions } from './order.ts'
import { IntakeError, type RawRow, type RawTable } from './raw-table.ts'
import { chooseSheet, setCell, sheetTable } from './read-sheet.ts'
import { readAllXml, readXml } from './read-xml.ts'

/** Opens a sheet of a workbook of Excel (ECMA-376 part 1, chapter 18). */
export async function readXlsx(path: string, options: IntakeOptions, limits: IntakeLimits): Promise<RawTable> {
  const archive = await Archive.open(path, limits)
  const book = await readBook(archive)
  const visible = book.sheets.filter(({ isHidden }) => !isHidden)
  const sheets = (visible.length > 0 ? visible : book.sheets).map(({ name }) => name)
  const sheet = chooseSheet(sheets, options.sheet)
  const part = book.sheets.find(({ name }) => name === sheet)?.part ?? ''
  if (!archive.has(part)) throw new IntakeError('no_sheet', { value: sheet.slice(0, 100) })
  const parts = {
    strings: await readStrings(archive, book.folder),
    kinds: await readKinds(archive, book.folder),
    ...book,
  }
  return sheetTable(() => readRows(archive.bytes(part), parts), {
    format: 'xlsx',
    sheets,
    sheet,
    options,
  })
}

type Sheet = { readonly name: string; readonly part: string; readonly isHidden: boolean }
type Book = { readonly folder: string; readonly sheets: readonly Sheet[]; readonly is1904: boolean }

async function readBook(archive: Archive): Promise<Book> {
  const [place = 'xl/workbook.xml'] = [...(await readTargets(archive, '_rels/.rels', '')).values()].filter((target) =>
    /workbook\.xml$/.test(target),
  )
  if (!archive.has(place)) throw new IntakeError('unreadable', { value: place.slice(0, 100) })
  const folder = place.slice(0, place.lastIndexOf('/') + 1)
  const name = place.slice(folder.length)
  const targets = await readTargets(archive, `${folder}_rels/${name}.rels`, folder)
  const sheets: Sheet[] = []
  let is1904 = false
  await readAllXml(archive.bytes(place), {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? ''
      const state = attributes.state ?? 'visible'
      sheets.push({ name: attributes.name ?? '', part: targets.get(id) ?? '', isHidden: state !== 'visible' })
    },
  })
  return { folder, sheets, is1904 }
}

/** What the relations of a part lead to, by id; external ones are left out. */
async function readTargets(archive: Archive, part: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  await readAllXml(archive.bytes(part), {
    open: (tag, { Id, Target, TargetMode }) => {
      if (tag !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External') return
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `${folder}${Target}`)
    },
  })
  return targets
}

/** Texts that cells refer to by number; what is read aloud (`rPh`) is none of it. */
async function readStrings(archive: Archive, folder: string): Promise<readonly string[]> {
  const strings: string[] = []
  let [text, isText, aside] = ['', false, 0]
  await readAllXml(archive.bytes(`${folder}sharedStrings.xml`), {
    open: (tag) => {
      if (tag === 'si') text = ''
      if (tag === 'rPh') aside += 1
      isText = tag === 't' && aside === 0
    },
    close: (tag) => {
      if (tag === 'si') strings.push(unescaped(text))
      if (tag === 'rPh') aside -= 1
      isText = false
    },
    text: (piece) => {
      if (isText) text += piece
    },
  })
  return strings
}

/** What the styles of cells make of numbers, by the style's number. */
async function readKinds(archive: Archive, folder: string): Promise<readonly NumberKind[]> {
  const codes = new Map<number, string>()
  const kinds: NumberKind[] = []
  let isCells = false
  await readAllXml(archive.bytes(`${folder}styles.xml`), {
    open: (tag, attributes) => {
      const id = Number(attributes.numFmtId ?? 0)
      if (tag === 'numFmt') codes.set(id, attributes.formatCode ?? '')
      if (tag === 'cellXfs') isCells = true
      if (tag === 'xf' && isCells) kinds.push(kindOfFormat(id, codes.get(id)))
    },
    close: (tag) => {
      if (tag === 'cellXfs') isCells = false
    },
  })
  return kinds
}

type Parts = { readonly strings: readonly string[]; readonly kinds: readonly NumberKind[]; readonly is1904: boolean }

async function* readRows(bytes: AsyncIterable<Buffer>, { strings, kinds, is1904 }: Parts): AsyncGenerator<RawRow> {
  let ready: RawRow[] = []
  let [line, place, type, style, value, isValue] = [0, 0, '', 0, '', false]
  let cells: (string | null)[] = []
  const textOfCell = (): string | null => {
    if (value === '') return null
    switch (type) {
      case 's':
        return strings[Number(value)] ?? null
      case 'b':
        return value === '1' ? 'true' : 'false'
      case 'str':
      case 'inlineStr':
        return unescaped(value)
      case 'e':
      case 'd':
        return value.replace(/T00:00:00(?:\.0+)?$/, '')
      default:
        return textOfNumber(value, kinds[style] ?? 'number', is1904)
    }
  }
  const handler = {
    open: (tag: string, attributes: Readonly<Record<string, string>>) => {
      if (tag === 'row') {
        line = Number(attributes.r ?? line + 1)
        cells = []
        place = -1
      } else if (tag === 'c') {
        place = placeOf(attributes.r) ?? place + 1
        type = attributes.t ?? 'n'
        style = Number(attributes.s ?? 0)
        value = ''
      } else isValue = tag === 'v' || tag === 't'
    },
    text: (piece: string) => {
      if (isValue) value += piece
    },
    close: (tag: string) => {
      if (tag === 'c') setCell(cells, place, textOfCell())
      else if (tag === 'row' && cells.some((cell) => cell !== null)) ready.push({ line, cells })
      isValue = false
    },
  }
  for await (const _ of readXml(bytes, handler)) {
    yield* ready
    ready = []
  }
}

/** The place of a cell by its address: `C7` is 2. */
function placeOf(address: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(address ?? '')?.[1]
  return letters === undefined
    ? undefined
    : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Signs that XML cannot hold are written as `_x0007_` (ECMA-376 part 1, section 22.4.2.4). */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}
