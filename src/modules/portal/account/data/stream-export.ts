import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** One entry of the archive: text or data that is there, or a file that is opened when its turn comes. */
export type ExportEntry = { readonly name: string; readonly content: string | (() => Promise<Readable>) }

const most = { ahead: 8 }

/**
 * A ZIP of these entries as a stream. Entries are asked for as they are written out, so that memory stays flat however much there is. A
 * fault ends the stream, and the download with it: half an archive is not taken for a whole one.
 */
export function streamExport(entries: AsyncIterable<ExportEntry>, at: Date): Readable {
  const zip = new ZipFile()
  const output = new Readable().wrap(zip.outputStream)
  let waiting = 0
  let goOn: () => void = () => {}
  const taken = () => {
    waiting -= 1
    goOn()
  }
  const fill = async () => {
    for await (const { name, content } of entries) {
      waiting += 1
      zip.addReadStreamLazy(name, { mtime: at }, (give) => {
        const open = typeof content === 'string' ? Promise.resolve(Readable.from([Buffer.from(content)])) : content()
        open.then(
          (stream) => {
            stream.once('close', taken)
            stream.once('error', (error) => output.destroy(error))
            give(null, stream)
          },
          (error: unknown) => output.destroy(asError(error)),
        )
      })
      while (waiting >= most.ahead && !output.destroyed)
        await new Promise<void>((resolve) => {
          goOn = resolve
          output.once('close', resolve)
        })
      if (output.destroyed) return
    }
    zip.end()
  }
  fill().catch((error: unknown) => output.destroy(asError(error)))
  return output
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the export failed', { cause: error })
}
