// One typesetting process, started by `typst-pool.ts`. Arguments: the templates' folder, then the font files.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { TypesetAnswer, TypesetOrder, TypesetResult } from './typst-pool.ts'

/** What the compiler says about a template; severity 1 is an error, lines count from 0. */
type Diagnostic = { message: string; severity: number; path: string; range: { start: { line: number } } | null }

const [folder = '', ...fonts] = process.argv.slice(2)
const compiler = NodeCompiler.create({
  workspace: folder,
  fontArgs: [{ fontBlobs: fonts.map((file) => readFileSync(file)) }],
})

process.on('message', (order: TypesetOrder) => {
  process.send?.({ ...answer(order), memory: process.memoryUsage.rss() } satisfies TypesetAnswer)
  // Typst keeps what it computed; without this the process grows with every letter.
  compiler.evictCache(2)
})

function answer(order: TypesetOrder): TypesetResult {
  try {
    return typeset(order)
  } catch (fault) {
    return { fault: withoutValues(exportFaults(fault instanceof Error ? fault.message : String(fault))) }
  }
}

function typeset({ template, letter, standard, createdAt }: TypesetOrder): TypesetResult {
  const compiled = compiler.compile({ mainFilePath: join(folder, template), inputs: { letter }, resetRead: true })
  if (!compiled.result) {
    const diagnostics = compiled.takeDiagnostics()
    const faults: Diagnostic[] = diagnostics ? compiler.fetchDiagnostics(diagnostics) : []
    return {
      fault: withoutValues(
        faults
          .filter(({ severity }) => severity === 1)
          .map(describe)
          .join('; '),
      ),
    }
  }
  return { pdf: compiler.pdf(compiled.result, { pdfStandard: standard, creationTimestamp: createdAt }) }
}

function describe({ message, path, range }: Diagnostic): string {
  const place = range ? `${relative(folder, path)}:${range.start.line + 1}: ` : ''
  return `${place}${message}`
}

/** What the export to PDF refuses comes as the debug print of a list; the messages in it are what helps. */
function exportFaults(print: string): string {
  const messages = Array.from(print.matchAll(/message: "((?:\\.|[^"\\])*)"/g), ([, text = '']) =>
    text.replaceAll('\\"', '"'),
  )
  return messages.join('; ') || print
}

/** Typst quotes the text it stumbles over, which may be personal. Names of keys are the template's and stay. */
function withoutValues(message: string): string {
  return message.replace(/`[^`]*`/g, '`…`').replace(/(?<!key )"[^"]*"/g, '"…"')
}
