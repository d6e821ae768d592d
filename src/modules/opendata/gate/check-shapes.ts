import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFactory, Parser, type Quad, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import type { Finding } from './finding.ts'

const { namedNode } = DataFactory
const folder = join(import.meta.dirname, '../../../../content/opendata/shapes')
const sh = (name: string) => namedNode(`http://www.w3.org/ns/shacl#${name}`)
const own = 'https://wegweiser.example/shapes#'

let shapes: { store: Store; validator: SHACLValidator } | undefined

/** Read when first needed; they never change while the program runs. */
function readShapes() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ttl'))
  const store = new Store(files.flatMap((file) => new Parser().parse(readFileSync(join(folder, file), 'utf8'))))
  return { store, validator: new SHACLValidator(store) }
}

/** Something in the linked data that a shape does not allow: what it speaks of, and what is to be said. */
export type ShapeFinding = Omit<Finding, 'place'> & { readonly field: string | undefined; readonly focus: string }

/**
 * What our own shapes (`content/opendata/shapes`: the essentials of DCAT-AP 2.1.1 and 3.0.1 and the Swiss rules) find in linked data. Texts, field and
 * severity stand at the shape. Runs apart from everything else, one after the other, as the engine keeps its data in itself.
 */
export function checkShapes(quads: readonly Quad[]): Promise<readonly ShapeFinding[]> {
  const checked = line.then(() => check(quads))
  line = checked.catch(() => {})
  return checked
}

let line: Promise<unknown> = Promise.resolve()

async function check(quads: readonly Quad[]): Promise<readonly ShapeFinding[]> {
  shapes ??= readShapes()
  const { store, validator } = shapes
  const report = await validator.validate(new Store([...quads]))
  return report.results.flatMap((result): ShapeFinding[] => {
    const shape = store.getQuads(result.sourceShape?.value ?? '', sh('message'), null, null)[0]
    if (!shape) return []
    const text = (predicate: Quad['predicate']) => localTextOf(store, shape.subject, predicate)
    return [
      {
        severity: result.severity?.value === sh('Violation').value ? 'error' : 'warning',
        code: shape.subject.value.replace(own, 'shape.'),
        field: store.getObjects(shape.subject, namedNode(`${own}field`), null)[0]?.value,
        focus: result.focusNode?.value ?? '',
        text: text(sh('message')),
        mend: text(namedNode(`${own}mend`)),
      },
    ]
  })
}

function localTextOf(store: Store, subject: Quad['subject'], predicate: Quad['predicate']): LocalText {
  const all = store
    .getObjects(subject, predicate, null)
    .flatMap((object) => (object.termType === 'Literal' ? [[object.language, object.value] as const] : []))
  const known = all.filter(([language]) => languages.some((one) => one === language))
  return { ...Object.fromEntries(known), de: known.find(([language]) => language === 'de')?.[1] ?? subject.value }
}
