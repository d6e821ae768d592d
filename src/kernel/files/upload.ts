import type { FileId } from '../ids.ts'

/** A file that has arrived whole and was stored sealed; the id is what answers carry. */
export type StoredUpload = {
  /** The form field it came in. */
  field: string
  id: FileId
  /** As the person named it; shown escaped, never used as a path. */
  name: string
  size: number
  /** By content, not by name. */
  type: string
  sha256: string
}
