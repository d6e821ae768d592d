import type { Translate } from '../i18n/translate.ts'
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

/**
 * Why a file is not taken; pages say it beside the field. `unsafe`: more than one kind of file at once, or built to harm; `bomb`: it would unpack
 * to far too much; `encrypted`: it opens with a password only; `quota`: too much lies there already; `busy`: too many are being
 * looked at just now, and the same file is taken in a moment.
 */
export const refusals = ['too_large', 'wrong_type', 'empty', 'unsafe', 'bomb', 'encrypted', 'quota', 'busy'] as const
export type Refusal = (typeof refusals)[number]

/** A file that was not taken; nothing of it is kept. */
export type RefusedUpload = { field: string; name: string; reason: Refusal }

/** What became of a file of a multipart body. */
export type Upload = ({ ok: true } & StoredUpload) | ({ ok: false } & RefusedUpload)

/** Says to the person why a file was not taken and what to do; `limit` is the largest size in words. */
export function refusalText(
  { name, reason }: Pick<RefusedUpload, 'name' | 'reason'>,
  limit: string,
  t: Translate,
): string {
  return t(`kernel.files.refused.${reason}`, { name, limit })
}
