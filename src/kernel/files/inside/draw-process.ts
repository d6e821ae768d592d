// Draws the first pages of one file: content on standard input; type and most pages as arguments; pictures in base64 on standard
// output. Started by `draw-preview.ts`.
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { drawPages } from './pdf-pages.ts'

const [type = '', most = '1'] = process.argv.slice(2)
const [side, quality, mostPixels] = [1_100, 72, 120_000_000]

sharp.concurrency(1)
sharp.cache(false)
// Native code that decodes what a stranger sent: no more of it than these three kinds need.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })

async function draw(content: Buffer): Promise<{ pages: number | null; pictures: Uint8Array[] }> {
  if (type !== 'application/pdf') {
    const picture = sharp(content, { limitInputPixels: mostPixels, failOn: 'none', pages: 1 })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
    return { pages: null, pictures: [await picture.webp({ quality }).toBuffer()] }
  }
  const { pages, drawn } = await drawPages(content, { most: Number(most), side })
  const pictures: Uint8Array[] = []
  for (const { data, width, height } of drawn)
    pictures.push(
      await sharp(data, { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .webp({ quality })
        .toBuffer(),
    )
  return { pages, pictures }
}

const { pages, pictures } = await draw(await buffer(process.stdin))
const encoded = pictures.map((one) => Buffer.from(one).toString('base64'))
process.stdout.write(JSON.stringify({ pages, pictures: encoded }))
