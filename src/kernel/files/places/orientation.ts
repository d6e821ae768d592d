const [orientationTag, upright, mostEntries] = [0x0112, 1, 200]

/** How a camera was held (1 to 8), from the TIFF structure that Exif consists of; undefined for upright or broken. */
export function readOrientation(tiff: Buffer): number | undefined {
  const order = tiff.toString('latin1', 0, 4)
  const isBig = order === 'MM\0*'
  if (!isBig && order !== 'II*\0') return undefined
  const short = (at: number) => (isBig ? tiff.readUInt16BE(at) : tiff.readUInt16LE(at))
  if (tiff.length < 8) return undefined
  const directory = isBig ? tiff.readUInt32BE(4) : tiff.readUInt32LE(4)
  if (directory + 2 > tiff.length) return undefined
  const count = Math.min(short(directory), mostEntries)
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * 12
    if (at + 12 > tiff.length) return undefined
    if (short(at) !== orientationTag) continue
    const value = short(at + 8)
    return value > upright && value <= 8 ? value : undefined
  }
  return undefined
}

/** An Exif that says nothing but how the camera was held. */
export function writeOrientation(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
