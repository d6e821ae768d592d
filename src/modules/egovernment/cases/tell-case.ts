import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Payload, WriteScope } from '#kernel/db/scope.ts'
import type { PartyId, StaffId } from '#kernel/ids.ts'
import type { CaseRef } from './case-record.ts'
import { roleAt } from './case-side.ts'

/** What can happen to a case, and whether its applicant reads it in the history. */
export const caseEventTypes = {
  received: true,
  work_started: true,
  question_asked: true,
  question_answered: true,
  correction_requested: true,
  corrected: true,
  correction_offered: true,
  correction_accepted: true,
  correction_refused: true,
  message_received: true,
  message_sent: true,
  note_added: false,
  assigned: false,
  forwarded: true,
  decided: true,
  closed: true,
  reopened: true,
  withdrawn: true,
  claimed: true,
  access_code_renewed: true,
  party_removed: true,
  address_confirmed: true,
  legal_hold_set: false,
  legal_hold_lifted: false,
  erased: true,
  file_infected: true,
} as const satisfies Record<string, boolean>

export type CaseEventType = keyof typeof caseEventTypes

type TellOptions = {
  readonly reason?: string
  /** The person who acts, where the program writes it down. */
  readonly partyId?: PartyId
  /** The same for a member of staff. */
  readonly by?: StaffActor
  /** The person whom it concerns, for the audit. */
  readonly about?: PartyId
}

/**
 * Says that something happened to a case, in its three places at once: the history that people read, the audit, and the announcement to
 * whoever listens (`egovernment.case_…`). `params` carries plain facts and ids, never anything personal.
 */
export function tellCase(
  scope: WriteScope,
  ref: CaseRef,
  type: CaseEventType,
  params: Payload = {},
  options: TellOptions = {},
): void {
  const { authorityId, caseId } = ref
  const actor = options.by ?? scope.actor
  const who = { ...whoActs({ actor }), ...(options.partyId && { partyId: options.partyId }) }
  const about = who.partyId ?? options.about
  scope.write(
    scope.db.insertInto('egovernment.case_events').values({
      authority_id: authorityId,
      case_id: caseId,
      id: v7(),
      type,
      at: scope.now(),
      actor_kind: actor.kind,
      staff_id: who.staffId ?? null,
      party_id: who.partyId ?? null,
      visible_to_applicant: caseEventTypes[type],
      params: jsonb(params),
    }),
  )
  scope.record(`egovernment.case.${type}`, {
    authorityId,
    subjectId: caseId,
    ...(about && { partyIds: [about] }),
    ...(options.by && { by: options.by }),
    role: roleAt(actor, authorityId),
    reason: options.reason,
    detail: params,
  })
  scope.announce(`egovernment.case_${type}`, { authorityId, payload: { caseId, ...params } })
}

/** The member of staff or the person behind a scope. */
export function whoActs(scope: Pick<WriteScope, 'actor'>): { staffId?: StaffId; partyId?: PartyId } {
  switch (scope.actor.kind) {
    case 'staff':
      return { staffId: scope.actor.staffId }
    case 'person':
      return { partyId: scope.actor.partyId }
    case 'case':
    case 'public':
    case 'system':
      return {}
  }
}
