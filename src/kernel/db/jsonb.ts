import type { ColumnType } from 'kysely'

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/** A jsonb column: read as a value, written as JSON text (`pg` would make a PostgreSQL array of a list). */
export type Jsonb = ColumnType<JsonValue, string, string>

/** A value for a jsonb column. */
export function jsonb(value: unknown): string {
  return JSON.stringify(value)
}
