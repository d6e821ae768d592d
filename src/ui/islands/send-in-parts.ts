/** How far an upload is, and what the portal made of it. */
export type UploadStand = { received: number; isDone?: boolean; message?: string }

const partBytes = 1_000_000
const [firstPause, longestPause] = [1_000, 20_000]
const tus = { 'tus-resumable': '1.0.0' }

export class UploadRefusedError extends Error {
  override name = 'UploadRefusedError'
}

/** Begins an upload and gives its address. */
export async function begin(address: string, field: string, file: File): Promise<string> {
  const metadata = Object.entries({ field, filename: file.name, filetype: file.type })
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(file.size),
      'upload-metadata': metadata.map(([name, value]) => `${name} ${base64(value)}`).join(','),
    },
  })
  const location = response.headers.get('location')
  if (response.status !== 201 || location === null) throw new UploadRefusedError()
  return location
}

/** How far an upload is; undefined when the portal no longer knows it. Throws when the line is broken. */
export async function askStand(address: string): Promise<UploadStand | undefined> {
  const response = await fetch(address, { cache: 'no-store', headers: { accept: 'application/json' } })
  if (response.status >= 500) throw new Error('the portal is away')
  return response.ok ? response.json() : undefined
}

/**
 * Sends what is missing of a file, part by part. When the line breaks it waits, asks how far it came, and goes on from there. Ends with what
 * became of it; undefined when the portal no longer knows the upload.
 */
export async function sendInParts(
  address: string,
  file: File,
  tell: (received: number, isPaused: boolean) => void,
  signal: AbortSignal,
): Promise<UploadStand | undefined> {
  let pause = firstPause
  for (;;) {
    let received = 0
    try {
      const stand = await askStand(address)
      received = stand?.received ?? 0
      if (!stand || stand.isDone || stand.message !== undefined) return stand
      tell(received, false)
      received = await sendPart(address, file, received, signal)
      tell(received, false)
      pause = firstPause
    } catch (error) {
      if (signal.aborted) throw error
      tell(received, true)
      await untilOnline(pause)
      pause = Math.min(longestPause, pause * 2)
    }
  }
}

async function sendPart(address: string, file: File, from: number, signal: AbortSignal): Promise<number> {
  const response = await fetch(address, {
    method: 'PATCH',
    headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(from) },
    body: file.slice(from, from + partBytes),
    signal,
  })
  if (!response.ok && response.status !== 409) throw new Error(`the portal answered ${response.status}`)
  return Number(response.headers.get('upload-offset') ?? from)
}

/** After a while, or as soon as the device is online again. */
function untilOnline(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, milliseconds)
    addEventListener('online', go)
  })
}

const printedBytes = 100_000

/**
 * Tells whether a file that is chosen again is the same: by size, beginning and end. Its name and date do not do, because phones give a photo new ones
 * each time. Without https there is no hash, and the date has to do.
 */
export async function fingerprint(file: File): Promise<string> {
  if (!isSecureContext) return `${file.size} ${file.name} ${file.lastModified}`
  const ends = new Blob([file.slice(0, printedBytes), file.slice(-printedBytes)])
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await ends.arrayBuffer()))
  return `${file.size} ${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
