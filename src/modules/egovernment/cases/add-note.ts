import { v7 } from 'uuid'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { readSealable } from './case-text.ts'
import { tellCase } from './tell-case.ts'

/** Writes a note that only staff read. */
export async function addNote(
  scope: StaffScope,
  sealer: Sealer,
  input: CaseRef & { readonly text: string },
): Promise<string> {
  const text = readSealable(input.text)
  const key = await openCaseKey(scope, sealer, input)
  const id = v7()
  scope.write(
    scope.db.insertInto('egovernment.case_notes').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id,
      staff_id: scope.actor.staffId,
      sealed: key.seal(`note/${id}`, text),
      at: scope.now(),
    }),
  )
  tellCase(scope, input, 'note_added', { noteId: id })
  return id
}
