export type SessionKind = 'person' | 'staff' | 'case'

const minute = 60_000

/** How long a session lasts without a request, in milliseconds. */
export const idleLimits: Readonly<Record<SessionKind, number>> = {
  staff: 30 * minute,
  person: 60 * minute,
  case: 60 * minute,
}

/** How long a session lasts at most. */
export const absoluteLimit = 12 * 60 * minute

/** `last_seen_at` is written at most this often, so that reading a page does not mean writing a row. */
export const touchInterval = minute

/** When a session ends if nothing more happens. */
export function endOf(session: { kind: SessionKind; lastSeenAt: Date; expiresAt: Date }): Date {
  return new Date(Math.min(session.lastSeenAt.getTime() + idleLimits[session.kind], session.expiresAt.getTime()))
}

export function readSessionKind(text: string): SessionKind {
  if (text === 'person' || text === 'staff' || text === 'case') return text
  throw new TypeError(`${text} is no kind of session`)
}
