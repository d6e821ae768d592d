import { Readable } from 'node:stream'

/**
 * What is made of a stream while it passes. However this one ends, its source is let go with it: a generator that nobody began to read runs none of its
 * `finally`, so the source is not left to it.
 */
export function passedOn<Source extends Readable>(
  source: Source,
  make: (source: Source) => AsyncIterable<Uint8Array>,
): Readable {
  return Readable.from(make(source), { objectMode: false }).once('close', () => source.destroy())
}
