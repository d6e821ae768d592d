export type FieldValues = Readonly<Record<string, string>>

/** Names of the hidden fields that carry what stood there when she began. */
export const wasName = (field: string) => `was.${field}`

export type Merged = {
  /** What the form shows now: what she typed, and where only the other changed something, that. */
  readonly values: FieldValues
  /** Fields that both changed, to something else each; a day is one field, whatever of it was changed. */
  readonly conflicts: readonly string[]
  /** Fields that only the other changed. */
  readonly taken: readonly string[]
}

const dayParts = ['day', 'month', 'year'] as const

/** The names under which a form sends a field: a day comes in three parts that only mean something together. */
export function namesOf(field: string, values: FieldValues): readonly string[] {
  const parts = dayParts.map((part) => `${field}.${part}`)
  return parts.every((part) => values[part] !== undefined) ? parts : [field]
}

/**
 * Brings together what one person typed and what another saved meanwhile, field by field, from what both had read (a three-way merge: Mens,
 * «A State-of-the-Art Survey on Software Merging», IEEE TSE 28(5), 2002). Nothing of either is lost: what both changed stays as it was typed
 * and is named as a conflict.
 */
export function mergeVersions(was: FieldValues, typed: FieldValues, saved: FieldValues): Merged {
  const names = [...new Set([...Object.keys(typed), ...Object.keys(saved)])]
  const all: FieldValues = { ...typed, ...saved }
  const baseOf = (name: string) => name.replace(/\.(day|month|year)$/, '')
  const fields = [...new Set(names.map((name) => (namesOf(baseOf(name), all).length > 1 ? baseOf(name) : name)))]
  const of = (values: FieldValues, name: string) => (values[name] ?? '').replaceAll('\r\n', '\n')
  const differs = (one: FieldValues, other: FieldValues) => (field: string) =>
    namesOf(field, all).some((name) => of(one, name) !== of(other, name))
  const [isMine, isTheirs, isOther] = [differs(typed, was), differs(saved, was), differs(typed, saved)]
  return {
    values: Object.fromEntries(
      fields.flatMap((field) =>
        namesOf(field, all).map((name) => [name, of(isMine(field) ? typed : saved, name)] as const),
      ),
    ),
    conflicts: fields.filter((field) => isMine(field) && isTheirs(field) && isOther(field)),
    taken: fields.filter((field) => !isMine(field) && isTheirs(field)),
  }
}
