import { v7 } from 'uuid'
import { UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { readSealable } from './case-text.ts'
import { moveCase, waiting } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** Asks the applicant to correct her answers to some questions. The case waits until she has. Gives the id of the correction. */
export async function requestCorrection(
  scope: StaffScope,
  sealer: Sealer,
  input: CaseRef & { readonly fields: readonly string[]; readonly text: string; readonly answerBy: IsoDate },
): Promise<string> {
  const text = readSealable(input.text)
  if (input.answerBy < scope.today())
    throw new UnprocessableError('the day is past', { userMessage: 'egovernment.cases.error.day_past' })
  const key = await openCaseKey(scope, sealer, input)
  await moveCase(scope, input, 'request_correction', () => waiting(scope, input.answerBy))
  const id = v7()
  scope.write(
    scope.db.insertInto('egovernment.case_corrections').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id,
      requested_by: scope.actor.staffId,
      requested_at: scope.now(),
      answer_by: input.answerBy,
      fields: [...input.fields],
      sealed_request: key.seal(`correction-request/${id}`, text),
    }),
  )
  tellCase(scope, input, 'correction_requested', { correctionId: id, fields: input.fields })
  return id
}
