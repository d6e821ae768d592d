/** A number as people in Switzerland type it: `1'250.50`, `1 250,5`, `−3`. `undefined` for anything else, exponents among it. */
export function parseDecimal(text: string): number | undefined {
  const plain = text
    .replace(/['’\s]/g, '')
    .replace('−', '-')
    .replace(',', '.')
  if (!/^-?\d{1,15}(?:\.\d{1,6})?$/.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value + 0 : undefined
}
