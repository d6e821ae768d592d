import { PDFiumLibrary } from '@hyzyla/pdfium'

export type DrawnPage = { data: Uint8Array; width: number; height: number }

/** Whether a PDF that says it is encrypted opens all the same, because only printing or changing it is locked. */
export async function opensWithoutPassword(content: Buffer): Promise<boolean> {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(content)
    document.destroy()
    return true
  } catch {
    return false
  } finally {
    library.destroy()
  }
}

/** Draws the first pages of a PDF as plain pixels, red, green, blue and opaque, at most `side` pixels on the longer side. */
export async function drawPages(
  content: Buffer,
  { most, side }: { most: number; side: number },
): Promise<{ pages: number; drawn: readonly DrawnPage[] }> {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(content)
    const pages = document.getPageCount()
    const drawn: DrawnPage[] = []
    for (let index = 0; index < Math.min(pages, most); index += 1) {
      const page = document.getPage(index)
      const { originalWidth, originalHeight } = page.getOriginalSize()
      const scale = side / Math.max(originalWidth, originalHeight, 1)
      drawn.push(await page.render({ scale, render: 'bitmap' }))
    }
    return { pages, drawn }
  } finally {
    library.destroy()
  }
}
