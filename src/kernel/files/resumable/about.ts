import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { DataKey } from '../../sealing/sealing.ts'
import { oneOf } from '../check-states.ts'
import { type Refusal, refusals } from '../upload.ts'

/** What the sender says of a file: the form field it is for, its name and type. */
export type About = { field: string; name: string; type: string }

const form = Type.Object({ field: Type.String(), name: Type.String(), type: Type.String() })
const sealField = 'upload'
const longest = 300

export function sealedAbout(key: DataKey, about: About): Buffer {
  return key.seal(sealField, JSON.stringify(about))
}

export function aboutOf(
  key: DataKey,
  row: { sealed_about: Buffer; refused: string | null },
): { about: About; refused: Refusal | null } {
  const about = Value.Parse(form, JSON.parse(key.openText(sealField, row.sealed_about)))
  return { about, refused: row.refused === null ? null : oneOf(refusals, row.refused) }
}

/** Reads tus's `Upload-Metadata`: pairs of a name and a value in base64, separated by commas. */
export function readMetadata(header: string): About {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  const value = (name: string) => {
    const [, encoded = ''] = pairs.find(([one]) => one === name) ?? []
    return Buffer.from(encoded, 'base64').toString('utf8').slice(0, longest)
  }
  return { field: value('field'), name: value('filename') || 'file', type: value('filetype') }
}
