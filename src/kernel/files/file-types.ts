/** What people may hand in, each with the endings and declared types that agree with it. */
export const fileTypes = [
  { type: 'application/pdf', extensions: ['pdf'], declared: ['application/x-pdf'] },
  { type: 'image/jpeg', extensions: ['jpg', 'jpeg'], declared: ['image/jpg', 'image/pjpeg'] },
  { type: 'image/png', extensions: ['png'], declared: ['image/x-png'] },
  { type: 'image/webp', extensions: ['webp'], declared: [] },
  { type: 'image/heic', extensions: ['heic', 'heif'], declared: ['image/heif'] },
  { type: 'text/plain', extensions: ['txt'], declared: [] },
  // Windows with Excel calls a CSV file a table of Excel.
  { type: 'text/csv', extensions: ['csv'], declared: ['text/plain', 'application/csv', 'application/vnd.ms-excel'] },
  {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
    declared: [],
  },
  { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'], declared: [] },
  { type: 'application/vnd.oasis.opendocument.text', extensions: ['odt'], declared: [] },
] as const

export type FileType = (typeof fileTypes)[number]['type']

// What browsers and programs say when they do not know.
const undeclared = ['', 'application/octet-stream', 'binary/octet-stream']

/** The type that a file's ending and its declared type agree on, if it is one we take. */
export function claimedType(extension: string, declared: string): FileType | undefined {
  const bare = declared.split(';')[0]?.trim().toLowerCase() ?? ''
  const found = fileTypes.find(({ extensions }) => extensions.some((one) => one === extension))
  if (!found) return undefined
  const agrees = bare === found.type || undeclared.includes(bare) || found.declared.some((one) => one === bare)
  return agrees ? found.type : undefined
}

/** The type to send a file with. */
export function contentTypeOf(type: string): string {
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}
