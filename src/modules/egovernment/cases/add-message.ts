import { v7 } from 'uuid'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { FileId } from '#kernel/ids.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'
import { sideOf } from './case-side.ts'
import { readOptional, readSealable } from './case-text.ts'
import { moveCase } from './move-case.ts'
import { tellCase, whoActs } from './tell-case.ts'

/**
 * Adds a message, from the applicant to the authority or the other way, depending on who acts. `fileIds`: files that already belong to
 * the case; with files the text may be empty. Gives the id of the message.
 */
export async function addMessage(
  scope: WriteScope,
  sealer: Sealer,
  input: CaseRef & { readonly text: string; readonly fileIds?: readonly FileId[] },
): Promise<string> {
  const fileIds = input.fileIds ?? []
  const text = fileIds.length > 0 ? (readOptional(input.text) ?? '') : readSealable(input.text)
  const key = await openCaseKey(scope, sealer, input)
  const isIncoming = sideOf(scope.actor, input.authorityId) === 'applicant'
  if (isIncoming) await moveCase(scope, input, 'add_message', () => ({ has_unread: true }))
  const id = v7()
  const ofCase = { authority_id: input.authorityId, case_id: input.caseId }
  const who = whoActs(scope)
  scope.write(
    scope.db.insertInto('egovernment.case_messages').values({
      ...ofCase,
      id,
      direction: isIncoming ? 'in' : 'out',
      staff_id: who.staffId ?? null,
      party_id: who.partyId ?? null,
      sealed: key.seal(`message/${id}`, text),
      at: scope.now(),
    }),
  )
  const files = fileIds.map((fileId) => ({
    ...ofCase,
    file_id: fileId,
    role: 'message',
    message_id: id,
    at: scope.now(),
  }))
  if (files.length > 0) scope.write(scope.db.insertInto('egovernment.case_files').values(files))
  tellCase(scope, input, isIncoming ? 'message_received' : 'message_sent', { messageId: id })
  return id
}
