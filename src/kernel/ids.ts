/**
 * Ids that the compiler keeps apart. Each is text: an authority's and a unit's id is its slug, the others are UUIDs (version 7, so that
 * they sort by time). `asId` is the one place where plain text becomes an id; it checks the form.
 */
declare const idOf: unique symbol
export type Id<Of extends string> = string & { readonly [idOf]: Of }

export type AuthorityId = Id<'authority'>
export type UnitId = Id<'unit'>
export type CaseId = Id<'case'>
export type PartyId = Id<'party'>
export type IdentityId = Id<'identity'>
export type StaffId = Id<'staff'>
export type FileId = Id<'file'>
export type DraftId = Id<'draft'>
export type ServiceId = Id<'service'>
export type VersionId = Id<'version'>

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const slugForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export function isUuid<Of extends string>(text: string): text is Id<Of> {
  return uuidForm.test(text)
}

export function isSlug<Of extends string>(text: string): text is Id<Of> {
  return text.length <= 64 && slugForm.test(text)
}

/** Text as a UUID id. Throws for anything else: for values of our own (rows, jobs), never for input. */
export function uuid<Of extends string>(text: string): Id<Of> {
  if (!isUuid<Of>(text)) throw new TypeError('not a UUID')
  return text
}

/** Text as a slug id. Throws for anything else: for values of our own (content, rows), never for input. */
export function slug<Of extends string>(text: string): Id<Of> {
  if (!isSlug<Of>(text)) throw new TypeError('not a slug')
  return text
}
