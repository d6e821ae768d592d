/** An identifier of SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text of SQL; for paths and words of our own only, what others send is bound. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
