const maxLength = 200

// Signs that turn the direction of writing can make «fdp.exe» look like «exe.pdf».
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const control = /\p{Cc}/gu

/**
 * The name of a file as it is kept and shown: without folders, control signs and signs of direction, at most 200 characters long with its
 * ending kept. It is metadata only; no path is ever made of it.
 */
export function cleanFileName(name: string): string {
  const last =
    name.toWellFormed().normalize('NFC').replace(direction, '').replace(control, '').split(/[/\\]/).at(-1)?.trim() ?? ''
  if (/^\.*$/.test(last)) return 'file'
  if (last.length <= maxLength) return last
  const ending = /\.[^.]{1,10}$/.exec(last)?.[0] ?? ''
  return `${last.slice(0, maxLength - ending.length).toWellFormed()}${ending}`
}

/** What stands behind the last dot, in small letters; empty without one. */
export function extensionOf(name: string): string {
  return /\.([^.]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
