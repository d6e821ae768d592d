import { SaxesParser } from 'saxes'
import { IntakeError } from './raw-table.ts'

export type XmlHandler = {
  /** Names are without prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
}

/**
 * Reads XML piece by piece; after each piece the turn is given back, so that what the handler has gathered can be taken. A document type declaration
 * throws `IntakeError`: no entity of a stranger is ever looked at, and what is outside the file neither. Where there are no bytes, there is nothing.
 */
export async function* readXml(bytes: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<undefined> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  const decoder = new TextDecoder()
  parser.on('doctype', () => {
    throw new IntakeError('unreadable', { value: 'DOCTYPE' })
  })
  parser.on('error', (error) => {
    throw new IntakeError('unreadable', { value: error.message.slice(0, 200) })
  })
  parser.on('opentag', ({ name, attributes }) => handler.open?.(bare(name), attributes))
  parser.on('closetag', ({ name }) => handler.close?.(bare(name)))
  parser.on('text', (text) => handler.text?.(text))
  parser.on('cdata', (text) => handler.text?.(text))
  let isThere = false
  for await (const piece of bytes) {
    isThere = true
    parser.write(decoder.decode(piece, { stream: true }))
    yield
  }
  if (!isThere) return
  parser.write(decoder.decode()).close()
  yield
}

/** Reads all of it. */
export async function readAllXml(bytes: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _ of readXml(bytes, handler));
}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
