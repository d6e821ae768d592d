import { type PdfObject, readObjects, tokens } from './read-pdf.ts'

/** The standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4) that letters use or that other types are mapped to. */
const standardTypes = new Set(
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference Code Link Annot Figure Formula Form'.split(
    ' ',
  ),
)

/** Which parents a part of a table or list may have (ISO 32000-1, tables 336 and 337). */
const parents: Readonly<Record<string, readonly string[]>> = {
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  TH: ['TR'],
  TD: ['TR'],
  THead: ['Table'],
  TBody: ['Table'],
  TFoot: ['Table'],
  LI: ['L'],
  LBody: ['LI'],
}

/** Each failure condition with what is wrong where it is met; the sentences are those of the protocol, shortened. */
const conditions = {
  '01-003': 'an artifact stands inside tagged content',
  '01-004': 'tagged content stands inside an artifact',
  '01-005': 'content is neither tagged nor an artifact',
  '01-007': 'Suspects is true',
  '02-001': 'a type is mapped to no standard type',
  '02-004': 'a standard type is mapped',
  '06-001': 'no XMP metadata',
  '06-002': 'the metadata have no PDF/UA identifier',
  '06-003': 'the metadata have no dc:title',
  '07-001': 'no DisplayDocTitle',
  '07-002': 'DisplayDocTitle is false',
  '09-004': 'a part of a table stands where it must not',
  '09-005': 'a part of a list stands where it must not',
  '11-001': 'no natural language',
  '13-004': 'a figure has no alternative text',
  '14-002': 'the first heading is not H1',
  '14-003': 'a level of headings is skipped',
  '14-007': 'H and H1 to H6 in one document',
  '15-003': 'a header cell has no Scope',
  '17-002': 'a formula has no alternative text',
  '20-001': 'optional content has no name',
  '26-001': 'encrypted without saying what is allowed',
  '28-008': 'a page with annotations has no tab order',
  '28-009': 'the tab order of a page is not that of the structure',
  '28-012': 'a link has no description',
  '31-009': 'a font is not embedded',
  '31-027': 'a font has no ToUnicode',
} as const
type Condition = keyof typeof conditions

/**
 * Which failure conditions of the Matterhorn Protocol 1.1 (PDF Association, 2021: the test model of PDF/UA-1, ISO 14289-1) a file meets, of those that
 * a program can find in a PDF as Typst writes it; none is as it should be. The conditions about sound, forms, embedded files and XFA are left out:
 * letters have none. What the protocol leaves to people (is the order right, is the text for a picture good) is looked at by people.
 */
export function matterhornFaults(pdf: Uint8Array): string[] {
  const objects = readObjects(Buffer.from(pdf))
  const heads = [...objects.values()].map(({ head }) => head)
  const catalog = heads.find((head) => head.includes('/Type /Catalog')) ?? ''
  const metadata =
    [...objects.values()].find(({ head }) => head.includes('/Subtype /XML'))?.stream.toString('utf8') ?? ''
  const pages = heads.filter((head) => /\/Type \/Page\n/.test(head))
  const mapping = mappingFaults(heads.find((head) => head.includes('/Type /StructTreeRoot')) ?? '')
  const structure = structureFaults(objects)
  const found: Partial<Record<Condition, boolean>> = {
    '01-007': catalog.includes('/Suspects true'),
    '06-001': !/\/Metadata \d+ 0 R/.test(catalog) || metadata === '',
    '06-002': !metadata.includes('<pdfuaid:part>1</pdfuaid:part>'),
    '06-003': !/<dc:title>[\s\S]*<rdf:li[^>]*>[^<]+</.test(metadata),
    '07-001': !catalog.includes('/DisplayDocTitle'),
    '07-002': catalog.includes('/DisplayDocTitle false'),
    '11-001': !/\/Lang \([a-z]{2}/.test(catalog),
    '20-001': heads.some((head) => head.includes('/Type /OCG') && !head.includes('/Name')),
    '26-001': heads.some((head) => head.includes('/Filter /Standard') && !/\/P -?\d/.test(head)),
    '28-008': pages.some((page) => page.includes('/Annots') && !page.includes('/Tabs')),
    '28-009': pages.some((page) => page.includes('/Annots') && /\/Tabs \/[^S]/.test(page)),
    '28-012': heads.some((head) => head.includes('/Subtype /Link') && !head.includes('/Contents')),
    '31-009': heads.some((head) => head.includes('/Type /FontDescriptor') && !/\/FontFile[23]? \d+ 0 R/.test(head)),
    '31-027': heads.some((head) => head.includes('/Subtype /Type0') && !/\/ToUnicode \d+ 0 R/.test(head)),
    ...mapping,
    ...structure,
    '02-001': mapping['02-001'] || structure['02-001'] || false,
    ...contentFaults(pages, objects),
  }
  const names = Object.entries(conditions).map(([number, text]): [string, string] => [number, text])
  const met = new Map(Object.entries(found))
  return names.flatMap(([number, text]) => (met.get(number) ? [`${number}: ${text}`] : []))
}

function mappingFaults(root: string): Partial<Record<Condition, boolean>> {
  const mapped = [...(/\/RoleMap <<([^>]*)>>/.exec(root)?.[1] ?? '').matchAll(/\/(\w+) \/(\w+)/g)]
  const target = new Map(mapped.map(([, from = '', to = '']) => [from, to]))
  const endOf = (type: string, steps = 0): string => {
    const next = target.get(type)
    return next === undefined || steps > target.size ? type : endOf(next, steps + 1)
  }
  return {
    '02-001': mapped.some(([, from = '']) => !standardTypes.has(endOf(from))),
    '02-004': mapped.some(([, from = '']) => standardTypes.has(from)),
  }
}

type Element = { readonly type: string; readonly head: string; readonly children: readonly string[] }

function structureFaults(objects: ReadonlyMap<string, PdfObject>): Partial<Record<Condition, boolean>> {
  const elements = new Map<string, Element>()
  for (const [id, { head }] of objects) {
    const type = /\/Type \/StructElem\s+\/S \/(\w+)/.exec(head)?.[1]
    const kids = /\/K \[([^\]]*)\]/.exec(head)?.[1] ?? ''
    if (type) elements.set(id, { type, head, children: [...kids.matchAll(/(\d+) 0 R/g)].map(([, kid = '']) => kid) })
  }
  const root = [...objects.values()].find(({ head }) => head.includes('/Type /StructTreeRoot'))?.head ?? ''
  const first = [...(/\/K \[([^\]]*)\]/.exec(root)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(([, kid = '']) => kid)
  const walk = (id: string): readonly Element[] => {
    const element = elements.get(id)
    return element ? [element, ...element.children.flatMap(walk)] : []
  }
  const all = first.flatMap(walk)
  const levels = all.flatMap(({ type }) => (/^H[1-6]$/.test(type) ? [Number(type.slice(1))] : []))
  const isMisplaced = (types: RegExp) =>
    all.some((parent) =>
      parent.children.some((kid) => {
        const type = elements.get(kid)?.type ?? ''
        return types.test(type) && !(parents[type] ?? [parent.type]).includes(parent.type)
      }),
    )
  const lacks = (type: string, key: RegExp) => all.some((one) => one.type === type && !key.test(one.head))
  return {
    '02-001': all.some(({ type }) => !standardTypes.has(type) && !root.includes(`/${type} /`)),
    '09-004': isMisplaced(/^(TR|TH|TD|THead|TBody|TFoot)$/),
    '09-005': isMisplaced(/^(LI|LBody)$/),
    '13-004': lacks('Figure', /\/(Alt|ActualText) [(<]./),
    '14-002': levels.length > 0 && levels[0] !== 1,
    '14-003': levels.some((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1),
    '14-007': levels.length > 0 && all.some(({ type }) => type === 'H'),
    '15-003': lacks('TH', /\/Scope \/(Column|Row|Both)/),
    '17-002': lacks('Formula', /\/(Alt|ActualText) [(<]./),
  }
}

/** What shows something on the page. */
const painting = new Set(['Tj', 'TJ', 'f', 'f*', 'F', 'S', 's', 'B', 'B*', 'b', 'b*', 'sh', 'Do'])

function contentFaults(
  pages: readonly string[],
  objects: ReadonlyMap<string, PdfObject>,
): Partial<Record<Condition, boolean>> {
  const found: Partial<Record<Condition, boolean>> = {}
  for (const page of pages) {
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '')?.stream.toString('latin1') ?? ''
    // Marks that are open: an artifact, one with a place in the structure (MCID), or another, such as `Span` with its own text.
    const open: ('artifact' | 'tagged' | 'other')[] = []
    let operands: string[] = []
    for (const token of tokens(content)) {
      const word = typeof token === 'string' ? token : ''
      if (word === 'BDC' || word === 'BMC') {
        const mark = operands.includes('/Artifact') ? 'artifact' : operands.includes('/MCID') ? 'tagged' : 'other'
        if (mark === 'artifact' && open.includes('tagged')) found['01-003'] = true
        if (mark === 'tagged' && open.includes('artifact')) found['01-004'] = true
        open.push(mark)
        operands = []
      } else if (word === 'EMC') open.pop()
      else if (painting.has(word)) {
        if (!open.some((mark) => mark !== 'other')) found['01-005'] = true
        operands = []
      } else operands.push(word)
    }
  }
  return found
}
