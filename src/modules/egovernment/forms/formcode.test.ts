import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formPublishProblems, formShapeProblems } from './check-form.ts'
import type { Form, FormField } from './form.ts'

const folder = join(import.meta.dirname, '../../../../../shared/data/forms/onegov')

/** A line of a municipal form in its text format: how deep it stands, what it asks, how. */
type Line = { indent: number; text: string }

type FieldOnly = FormField & Readonly<Record<string, unknown>>

type Common = { id: string; label: { de: string }; required: boolean; personalData: 'none'; showIf?: string }

/** The fields of a form in the text format, as ours. Nested fields become fields with a condition. Throws for what cannot be said. */
function translate(source: string): readonly FieldOnly[] {
  const lines = source
    .split('\n')
    .slice(3)
    .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
  let number = 0
  const read = (block: readonly Line[], showIf: string | undefined): readonly FieldOnly[] =>
    heads(block).flatMap(({ head, rest }) => {
      number += 1
      const [, title = '', star, definition = ''] = /^([^*=]+?)\s*(\*)?\s*=\s*(.*)$/.exec(head.text) ?? []
      if (title === '') throw new Error(`no field: ${head.text}`)
      const common: Common = {
        id: `f${number}`,
        label: { de: title },
        required: star === '*',
        personalData: 'none',
        ...(showIf && { showIf }),
      }
      if (definition !== '') return [{ ...common, ...typeFor(definition) }]
      return readChoice(common, rest, read)
    })
  return read(lines, undefined)
}

function readChoice(
  common: Common,
  rest: readonly Line[],
  read: (block: readonly Line[], showIf: string) => readonly FieldOnly[],
): readonly FieldOnly[] {
  const options = heads(rest).map(({ head, rest: revealed }, index) => {
    const [, kind, label = ''] = /^([([])[ x][)\]]\s+(.+)$/.exec(head.text) ?? []
    if (kind === undefined) throw new Error(`no option: ${head.text}`)
    return { kind, value: `o${index + 1}`, label: { de: label }, revealed }
  })
  const isMany = options[0]?.kind === '['
  const field = {
    ...common,
    type: isMany ? 'choices' : 'choice',
    options: options.map(({ value, label }) => ({ value, label })),
  }
  const inner = options.flatMap(({ value, revealed }) =>
    read(revealed, isMany ? `list contains(${common.id}, "${value}")` : `${common.id} = "${value}"`),
  )
  return [field, ...inner]
}

/** Lines at the block's own indent, each with the deeper ones below it. */
function heads(block: readonly Line[]): readonly { head: Line; rest: readonly Line[] }[] {
  const least = Math.min(...block.map(({ indent }) => indent))
  return block.flatMap((head, index) => {
    if (head.indent !== least) return []
    const after = block.slice(index + 1)
    const next = after.findIndex(({ indent }) => indent === least)
    return [{ head, rest: next === -1 ? after : after.slice(0, next) }]
  })
}

function typeFor(definition: string): { type: string } & Readonly<Record<string, unknown>> {
  const constructs: readonly [RegExp, { type: string } & Readonly<Record<string, unknown>>][] = [
    [/^___(?:\[\d+\])?$/, { type: 'text' }],
    [/^\.\.\.(?:\[\d+\])?$/, { type: 'long-text' }],
    [/^@@@$/, { type: 'email' }],
    [/^https?:\/\/$/, { type: 'url' }],
    [/^# ch\.ssn$/, { type: 'ahv-number' }],
    [/^# ch\.uid$/, { type: 'uid' }],
    [/^# iban$/, { type: 'iban' }],
    [/^YYYY\.MM\.DD$/, { type: 'date' }],
    [/^HH:MM$/, { type: 'time' }],
    [/^\*\.[\w*|.]+(?: \(multiple\))?$/, { type: 'file' }],
    [/^-?\d+\.\.-?\d+$/, { type: 'number' }],
    [/^-?\d+\.\d+\.\.-?\d+\.\d+$/, { type: 'number', decimals: 2 }],
    [/^<.+>$/, { type: 'static-text', text: { de: definition } }],
  ]
  const found = constructs.find(([pattern]) => pattern.test(definition))
  if (!found) throw new Error(`nothing of ours asks for ${definition}`)
  return found[1]
}

test('every construct of real municipal forms can be said in ours', () => {
  if (!existsSync(folder)) {
    process.stdout.write('municipal forms not compared: ../shared/data is not here\n')
    return
  }
  const files = readdirSync(folder).filter((name) => name.endsWith('.form'))
  expect(files.length).toBeGreaterThan(10)
  for (const name of files) {
    const fields = translate(readFileSync(join(folder, name), 'utf8'))
    const form: Form = { pages: [{ id: 'all', title: { de: name }, fields: [...fields] }] }
    expect(fields.length, name).toBeGreaterThan(4)
    expect([...formShapeProblems(form), ...formPublishProblems(form)], name).toEqual([])
  }
})
