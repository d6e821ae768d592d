export type FieldValues = Readonly<Record<string, string>>

/** Names of the hidden fields that carry what stood there when she began. */
export const wasName = (field: string) => `was.${field}`

export type Merged = {
  /** What the form shows now: what she typed, and where only the other changed something, that. */
  readonly values: FieldValues
  /** Fields that both changed, to something else each. */
  readonly conflicts: readonly string[]
  /** Fields that only the other changed. */
  readonly taken: readonly string[]
}

/**
 * Brings together what one person typed and what another saved meanwhile, field by field, from what both had read (a three-way merge: Mens,
 * «A State-of-the-Art Survey on Software Merging», IEEE TSE 28(5), 2002). Nothing of either is lost: what both changed stays as it was typed
 * and is named as a conflict.
 */
export function mergeVersions(was: FieldValues, typed: FieldValues, saved: FieldValues): Merged {
  const fields = [...new Set([...Object.keys(typed), ...Object.keys(saved)])]
  const of = (values: FieldValues, field: string) => (values[field] ?? '').replaceAll('\r\n', '\n')
  const isMine = (field: string) => of(typed, field) !== of(was, field)
  const isTheirs = (field: string) => of(saved, field) !== of(was, field)
  return {
    values: Object.fromEntries(fields.map((field) => [field, of(isMine(field) ? typed : saved, field)])),
    conflicts: fields.filter((field) => isMine(field) && isTheirs(field) && of(typed, field) !== of(saved, field)),
    taken: fields.filter((field) => !isMine(field) && isTheirs(field)),
  }
}
