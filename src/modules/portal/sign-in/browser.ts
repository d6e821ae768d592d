// In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** A browser in words, such as `Firefox, Linux`, by which people know their devices; nothing finer is kept. */
export function browserName(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null
  const parts = [browsers, systems].map((known) => known.find(([pattern]) => pattern.test(userAgent))?.[1])
  return parts.filter((part) => part !== undefined).join(', ') || null
}
