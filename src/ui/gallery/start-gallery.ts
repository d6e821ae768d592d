import { createServer } from 'node:http'
import { extname } from 'node:path'
import { build } from 'vite'
import { contentPolicy } from '#kernel/http/security-headers.ts'
import { assetsPath, readAssets } from '../assets.ts'
import { renderDocument } from '../layouts/document.tsx'
import { GalleryPage } from './gallery-page.tsx'
import { samplePages } from './sample-pages.tsx'

export type Gallery = { origin: string; pages: Readonly<Record<string, string>>; close: () => Promise<void> }

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.woff2': 'font/woff2',
  '.geojson': 'application/geo+json',
}

/**
 * Builds styles and islands in memory and serves the gallery and the sample pages under the platform's
 * content policy: what works here works there.
 */
export async function startGallery(): Promise<Gallery> {
  const files = await builtFiles()
  const assets = readAssets(JSON.parse(String(files.get('assets.json'))))
  const pages = Object.fromEntries(
    Object.entries({ gallery: GalleryPage({ assets, theme: 'luzern' }), ...samplePages(assets) }).map(
      ([name, page]) => [name, renderDocument(page)],
    ),
  )

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const page = pages[path.slice(1)]
    const file = files.get(path.slice(assetsPath.length))
    response.setHeader('content-security-policy', contentPolicy)
    if (page !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(page)
    } else if (path === '/services/suggest') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(suggestions))
    } else if (file !== undefined) {
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream')
      response.end(file)
    } else {
      response.statusCode = path === '/readyz' ? 503 : 404
      response.end('not here')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    pages,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function builtFiles(): Promise<Map<string, string | Uint8Array>> {
  const built = await build({ logLevel: 'error', build: { write: false } })
  if (Array.isArray(built) || !('output' in built)) throw new Error('the build made more than one output')
  return new Map(built.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}

const suggestions = [
  { title: 'Umzug melden', href: '/question', summary: 'In, innerhalb oder aus der Gemeinde' },
  { title: 'Hund anmelden', href: '/map', summary: 'Innert zehn Tagen (Beispiel)' },
  { title: 'Fremde Seite', href: 'https://elsewhere.example/', summary: 'wird nicht gezeigt' },
]
