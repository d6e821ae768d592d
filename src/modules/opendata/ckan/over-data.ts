/** What a statement is made of, as far as names must be told from texts: texts, quoted names, comments, and everything else. */
const parts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[^'"-]+|[\s\S]/g
const quotedId = /^"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"$/i

/**
 * A statement that names tables by their resource ids in double quotes, as one over the view `data`; texts that hold such an id stay as they are.
 * What may be read with it is for the reader of the table to say, whatever comes out here.
 */
export function overData(sql: string): { readonly ids: readonly string[]; readonly statement: string } {
  const ids = new Set<string>()
  const statement = sql.replace(parts, (part) => {
    const id = quotedId.exec(part)?.[1]?.toLowerCase()
    if (id === undefined) return part
    ids.add(id)
    return 'data'
  })
  return { ids: [...ids], statement }
}
