/** An amount as people type it (`1'250.50`, `1250`), in Rappen; undefined for what is none, or above 900 million francs. */
export function readFrancs(text: string): number | undefined {
  const [, whole, cents = ''] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/['’\s]/g, '')) ?? []
  if (whole === undefined) return undefined
  const rappen = Number(whole) * 100 + Number(cents.padEnd(2, '0'))
  return rappen <= 90_000_000_000 ? rappen : undefined
}
