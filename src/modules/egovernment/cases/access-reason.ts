import type { Translate } from '#kernel/i18n/translate.ts'

/** Reasons of access entries that the program names itself begin like this; every other one is what a clerk wrote. */
const keyPrefixes = ['egovernment.desk.reason.', 'egovernment.access_reason.']

/**
 * A reason that a clerk wrote, as it is kept with the access entry: one that reads like a key of ours begins with a space, so that it never
 * turns into a text of ours when it is shown. What people write otherwise never begins with one.
 */
export function writtenReason(text: string): string {
  return isKey(text) ? ` ${text}` : text
}

/** Why somebody looked at a case, for people to read: our own reasons in their language, what a clerk wrote as she wrote it. */
export function accessReason(reason: string, t: Translate): string {
  return isKey(reason) && t.has(reason) ? t(reason) : reason.trimStart()
}

function isKey(text: string): boolean {
  return keyPrefixes.some((prefix) => text.startsWith(prefix))
}
