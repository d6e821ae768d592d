/** A field of a shape, as people read it: `items[].name`, its type, and what is said of it. */
export type SchemaLine = {
  readonly name: string
  readonly type: string
  readonly isOptional: boolean
  readonly about: string | undefined
}

type Schema = { readonly [keyword: string]: unknown }

/** All fields of a JSON Schema, those of objects and lists inside it below their own. */
export function schemaLines(schema: unknown, prefix = ''): SchemaLine[] {
  if (!isSchema(schema)) return []
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : []
  return properties.flatMap(([key, inner]) => {
    if (!isSchema(inner)) return []
    const name = `${prefix}${key}`
    const about = typeof inner.description === 'string' ? inner.description : undefined
    return [{ name, type: typeOf(inner), isOptional: !required.includes(key), about }, ...innerLines(inner, name)]
  })
}

function innerLines(schema: Schema, name: string): SchemaLine[] {
  const plain = alternatives(schema).filter((one) => one.type !== 'null')
  return plain.flatMap((one) =>
    one.type === 'array' ? schemaLines(one.items, `${name}[].`) : schemaLines(one, `${name}.`),
  )
}

function typeOf(schema: Schema): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  if (Array.isArray(schema.anyOf)) return alternatives(schema).map(typeOf).join(' | ')
  if (schema.type === 'array') return `${isSchema(schema.items) ? typeOf(schema.items) : 'any'}[]`
  const name = typeof schema.type === 'string' ? schema.type : 'any'
  return typeof schema.format === 'string' ? `${name} (${schema.format})` : name
}

function alternatives(schema: Schema): Schema[] {
  return Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema) : [schema]
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
