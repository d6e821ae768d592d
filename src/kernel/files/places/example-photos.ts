/** A HEIC as a phone writes it, with the boxes around the picture real and the picture itself made up: for tests of what is taken out. */
export function photoHeic() {
  const exif = Buffer.from('\0\0\0\0MM\0*\0\0\0\u0008\0\0 Beispielkamera 47.05', 'latin1')
  const xmp = Buffer.from('<x:xmpmeta exif:GPSLatitude="47.05"/>')
  const picture = Buffer.from('the picture itself, packed')
  const size = box('ispe', Buffer.concat([Buffer.alloc(4), number(4, 4032), number(4, 3024)]))
  const items = box(
    'iinf',
    Buffer.concat([
      Buffer.alloc(4),
      number(2, 3),
      item(1, 'hvc1'),
      item(2, 'Exif'),
      item(3, 'mime', 'application/rdf+xml\0'),
    ]),
  )
  const describe = (start: number) => {
    const at = [start, start + picture.length, start + picture.length + exif.length]
    const rows = [picture, exif, xmp].map((content, index) =>
      Buffer.concat([
        number(2, index + 1),
        number(2, 0),
        number(2, 1),
        number(4, at[index] ?? 0),
        number(4, content.length),
      ]),
    )
    const places = box('iloc', Buffer.concat([Buffer.alloc(4), Buffer.from([0x44, 0]), number(2, 3), ...rows]))
    return box('meta', Buffer.concat([Buffer.alloc(4), items, places, box('iprp', box('ipco', size))]))
  }
  const type = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'))
  const start = type.length + describe(0).length + 8
  const bytes = Buffer.concat([type, describe(start), box('mdat', Buffer.concat([picture, exif, xmp]))])
  const exifAt = start + picture.length
  return { bytes, picture, exifAt, exifLength: exif.length, xmpAt: exifAt + exif.length, xmpLength: xmp.length }
}

function item(id: number, type: string, about = ''): Buffer {
  const head = Buffer.from([2, 0, 0, 0])
  return box('infe', Buffer.concat([head, number(2, id), number(2, 0), Buffer.from(`${type}\0${about}`, 'latin1')]))
}

function box(name: string, content: Buffer): Buffer {
  return Buffer.concat([number(4, content.length + 8), Buffer.from(name, 'latin1'), content])
}

function number(width: number, value: number): Buffer {
  const bytes = Buffer.alloc(width)
  bytes.writeUIntBE(value, 0, width)
  return bytes
}
