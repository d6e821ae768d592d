import { findAuthority, findUnit } from '#kernel/authorities/queries.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { addressLines } from '../desk/answer-sections.ts'
import { decisionLetter } from '../desk/decision-letter.ts'
import { findVersion } from '../services/queries.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { readCaseDetails } from './case-details.ts'
import { requireViewer } from './viewer.ts'

/** The letter of the decision, for whom it is about: the same facts as at the desk, so the same letter. */
export function decisionDocumentRoutes(kernel: Kernel): Route[] {
  return [
    get(
      '/cases/:number/decision.pdf',
      { permission: 'egovernment.case.follow', showsPersonalData: 'case' },
      (_scope, request) => showDecision(kernel, request),
    ),
  ]
}

async function showDecision(kernel: Kernel, request: Request): Promise<Answer> {
  const { actor, record } = await requireViewer(request)
  const { authorityId, unitId, language, caseId } = record
  const { details, version, authority, unit } = await request.readAs(actor, async (scope) => ({
    details: await readCaseDetails(scope, kernel, record),
    version: await findVersion(scope, record.versionId),
    authority: await findAuthority(scope, authorityId),
    unit: unitId === null ? undefined : await findUnit(scope, authorityId, unitId),
  }))
  const last = details.decisions.at(-1)
  if (!last || !authority) throw new NotFoundError('no decision yet')
  const signer = await request.readAs(systemActor('case-files'), (scope) =>
    scope.db.selectFrom('kernel.staff').select('name').where('id', '=', last.signedBy).executeTakeFirst(),
  )
  const t = kernel.translators[language]
  const context = createFormContext({
    today: swissDate(record.receivedAt),
    language,
    authorities: kernel.authorities,
    files: details.submission.files,
  })
  const { outcome, text, reasons, remedies, notifiedOn } = last
  const letter = decisionLetter(
    {
      record,
      service: version ? textIn(version.definition.title, language) : record.subject,
      authority,
      unit,
      address: version ? addressLines(version.definition.form, details.submission.answers, t, context) : [],
      decision: { outcome, text, notifiedOn, ...(reasons && { reasons }), ...(remedies && { remedies }) },
      signedBy: signer?.name ?? t('egovernment.desk.case.someone'),
      date: swissDate(last.decidedAt),
      isDemo: kernel.settings.mode === 'demo',
    },
    t,
  )
  const { pdf } = await kernel.letters.renderLetter(letter)
  request.showed({ authorityId, subjectIds: [caseId] })
  return file({ body: pdf, contentType: 'application/pdf', name: `${record.number}.pdf`, inline: true })
}
