/** Pages of a document that are drawn. */
export const mostPreviewPages = 3
export const previewType = 'image/webp'

/** Under which name the picture of a page (from 1) lies in the store, beside the file. */
export function previewName(id: string, page: number): string {
  return `p${page}-${id}`
}

/** All names that pictures of a file may have. */
export function previewNames(id: string): string[] {
  return Array.from({ length: mostPreviewPages }, (_, index) => previewName(id, index + 1))
}

/** What the picture is sealed as, with the file's own key. */
export function previewField(page: number): string {
  return `preview/${page}`
}
