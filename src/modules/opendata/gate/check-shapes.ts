import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFactory, Parser, type Quad } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import environment from 'rdf-validate-shacl/src/defaultEnv.js'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import type { Finding } from './finding.ts'
import { QuadSet, type Term } from './quad-set.ts'

const { namedNode } = DataFactory
const folder = join(import.meta.dirname, '../../../../content/opendata/shapes')
const sh = (name: string) => namedNode(`http://www.w3.org/ns/shacl#${name}`)
const own = 'https://wegweiser.example/shapes#'

let shapes: { readonly all: QuadSet; readonly validator: SHACLValidator } | undefined

/** Read when first needed; they never change while the program runs. */
function readShapes() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ttl'))
  const all = new QuadSet(files.flatMap((file) => new Parser().parse(readFileSync(join(folder, file), 'utf8'))))
  const factory = { ...environment, dataset: (quads?: Iterable<Quad>) => new QuadSet(quads) }
  return { all, validator: new SHACLValidator(all, { factory }) }
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
  const { all, validator } = shapes
  const report = await validator.validate(new QuadSet(quads))
  return report.results.flatMap((result): ShapeFinding[] => {
    const shape = result.sourceShape
    // Bounds inside a shape are shapes too, without anything to say.
    if (!shape || all.match(shape, sh('message')).size === 0) return []
    const [field] = all.match(shape, namedNode(`${own}field`))
    return [
      {
        severity: result.severity?.value === sh('Violation').value ? 'error' : 'warning',
        code: shape.value.replace(own, 'shape.'),
        field: field?.object.value,
        focus: result.focusNode?.value ?? '',
        text: textOf(all, shape, sh('message')),
        mend: textOf(all, shape, namedNode(`${own}mend`)),
      },
    ]
  })
}

function textOf(shapes: QuadSet, shape: Term, predicate: Term): LocalText {
  const said = [...shapes.match(shape, predicate)].flatMap(({ object }) =>
    object.termType === 'Literal' ? [[object.language, object.value] as const] : [],
  )
  const known = said.filter(([language]) => languages.some((one) => one === language))
  return { ...Object.fromEntries(known), de: known.find(([language]) => language === 'de')?.[1] ?? shape.value }
}
