import type { FormBody } from '#kernel/http/form-body.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { isOneLine } from './mandate-form.ts'

/** What staff enter to open the first mandate of a firm. */
export type FirmForm = {
  readonly name: string
  readonly uid: string
  readonly email: string
  readonly proof: string
  readonly faults: Readonly<Partial<Record<'name' | 'uid' | 'email' | 'proof' | 'checked', true>>>
}

export const blankFirmForm: FirmForm = { name: '', uid: '', email: '', proof: '', faults: {} }

type FirmReading =
  | { readonly ok: true; readonly name: string; readonly uid: string; readonly email: string; readonly proof: string }
  | { readonly ok: false; readonly form: FirmForm }

/** Reads the firm as it stands in the register. The UID is kept as `CHE-123.456.788`, and its check digit must fit. */
export function readFirmForm(body: FormBody): FirmReading {
  const text = (name: string) => (body.get(name) ?? '').normalize('NFC').trim()
  const [name, email, proof] = [text('name'), text('email'), text('proof')]
  const uid = readUid(text('uid'))
  const faults = {
    ...(isOneLine(name) ? {} : { name: true as const }),
    ...(uid ? {} : { uid: true as const }),
    ...(isMailAddress(email) ? {} : { email: true as const }),
    ...(isOneLine(proof) ? {} : { proof: true as const }),
    ...(body.has('checked') ? {} : { checked: true as const }),
  }
  if (Object.keys(faults).length > 0 || !uid)
    return { ok: false, form: { name, uid: text('uid'), email, proof, faults } }
  return { ok: true, name, uid, email, proof }
}

const weights = [5, 4, 3, 2, 7, 6, 5, 4]

/** A UID in its official form; undefined for what is none. The check digit is that of eCH-0097. */
export function readUid(typed: string): string | undefined {
  const digits =
    /^CHE[-\s]?(\d{3})[.\s]?(\d{3})[.\s]?(\d{3})(?:\s?(?:MWST|TVA|IVA))?$/i.exec(typed)?.slice(1).join('') ?? ''
  if (digits.length !== 9) return undefined
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  if ((11 - (sum % 11)) % 11 !== Number(digits[8])) return undefined
  return `CHE-${digits.slice(0, 3)}.${digits.slice(3, 6)}.${digits.slice(6)}`
}
