import { connect, type Socket } from 'node:net'
import type { Settings } from '../../config/settings.ts'

export type ScanResult = { isClean: true } | { isClean: false; signature: string }

/** Looks at contents for malware. Throws `ScannerAwayError` whenever it cannot say for certain. */
export type Scanner = {
  scan(content: AsyncIterable<Uint8Array>): Promise<ScanResult>
  /** Whether it answers, for operators. */
  isThere(): Promise<boolean>
}

/** The scanner does not answer, or not with a verdict: nothing is known of the file, so it stays closed. */
export class ScannerAwayError extends Error {
  override name = 'ScannerAwayError'
}

export type ClamdAddress = NonNullable<Settings['clamd']>
export type ClamdLimits = { idleMs: number; totalMs: number }

const usualLimits: ClamdLimits = { idleMs: 20_000, totalMs: 45_000 }
const chunkLength = 65_536
const longestAnswer = 4_096

/**
 * A client of ClamAV's `clamd`: contents go over in chunks (`INSTREAM`), one connection each, so that a file of any size needs the memory of
 * one chunk. Protocol: https://docs.clamav.net/manual/Usage/Scanning.html and `man clamd`.
 */
export function createClamd(address: ClamdAddress, limits: ClamdLimits = usualLimits): Scanner {
  return {
    async scan(content) {
      const answer = await ask(address, limits, 'zINSTREAM\0', content)
      const found = /^stream: (.+) FOUND$/.exec(answer)?.[1]
      if (found !== undefined) return { isClean: false, signature: found }
      if (answer === 'stream: OK') return { isClean: true }
      throw new ScannerAwayError(`clamd gave no verdict: ${answer.slice(0, 200) || 'nothing'}`)
    },
    async isThere() {
      try {
        return (await ask(address, { idleMs: 3_000, totalMs: 3_000 }, 'zPING\0')) === 'PONG'
      } catch {
        return false
      }
    },
  }
}

/** One question, one answer, without its closing NUL. */
async function ask(
  address: ClamdAddress,
  limits: ClamdLimits,
  command: string,
  content?: AsyncIterable<Uint8Array>,
): Promise<string> {
  const socket = connect({ ...address })
  const timer = setTimeout(() => socket.destroy(new ScannerAwayError('clamd took too long')), limits.totalMs)
  socket.setTimeout(limits.idleMs, () => socket.destroy(new ScannerAwayError('clamd fell silent')))
  const answer = readAnswer(socket)
  // Looked at below; while the content is on its way it must not count as unhandled.
  answer.catch(() => {})
  try {
    await send(socket, Buffer.from(command, 'latin1'))
    if (content) await sendContent(socket, content)
    return await answer
  } catch (error) {
    if (error instanceof ScannerAwayError || !isSocketFault(error)) throw error
    // It may have answered before it hung up, such as on a file larger than it takes.
    return await answer.catch(() => {
      throw new ScannerAwayError('clamd cannot be reached', { cause: error })
    })
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}

async function sendContent(socket: Socket, content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; at += chunkLength) {
      const piece = chunk.subarray(at, at + chunkLength)
      await send(socket, Buffer.concat([lengthOf(piece), piece]))
    }
  }
  await send(socket, lengthOf(new Uint8Array()))
}

function lengthOf(piece: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(piece.length)
  return length
}

/** Waits until the socket has taken it, so that nothing piles up before a slow scanner. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(socket.errored ?? error) : resolve()))
  })
}

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const end = () => resolve(text.replace(/\0.*$/s, '').trim())
    socket.on('data', (data) => {
      text += data.toString('latin1')
      if (text.includes('\0')) end()
      else if (text.length > longestAnswer) socket.destroy(new ScannerAwayError('clamd talks too much'))
    })
    socket.on('end', end)
    socket.on('error', (error) =>
      reject(
        error instanceof ScannerAwayError ? error : new ScannerAwayError('clamd cannot be reached', { cause: error }),
      ),
    )
    socket.on('close', () => reject(new ScannerAwayError('clamd hung up')))
  })
}

function isSocketFault(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z]|^ERR_STREAM/.test(error.code)
  )
}
