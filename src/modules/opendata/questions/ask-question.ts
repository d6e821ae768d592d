import { v7 } from 'uuid'
import { withPrefix } from '#kernel/http/address.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { hashToken, isToken, newToken } from '#kernel/identity/token.ts'
import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import { askAs, type Correspondence, daysToConfirm, type Whom } from '../addressees/addressee.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import type { QuestionKind } from './question.ts'

const day = 86_400_000

type Asked = {
  readonly whom: Whom
  readonly dataSet: Pick<PublishedDataSet, 'authorityId' | 'id'>
  /** The data set's title, as the asker reads it. */
  readonly name: string
  readonly kind: QuestionKind
  readonly text: string
  readonly language: Language
}

/**
 * Takes in a question. Whose address is proven is heard at once; everybody else gets a link first, and until it is opened nobody reads what she
 * wrote. False where she asked too often today: somebody signed in is told so, a stranger is not.
 */
export async function askQuestion(
  scope: Correspondence,
  kernel: Kernel,
  { whom, dataSet, name, kind, text, language }: Asked,
): Promise<boolean> {
  const addresseeId = await askAs(scope, kernel.sealing, whom, language)
  if (!addresseeId) return false
  const { authorityId } = dataSet
  const id = v7()
  const row = {
    authority_id: authorityId,
    id,
    data_set_id: dataSet.id,
    addressee_id: addresseeId,
    kind,
    language,
    text,
    asked_at: scope.now(),
  }
  if ('partyId' in whom) {
    scope.write(scope.db.insertInto('opendata.questions').values({ ...row, state: 'open' }))
    announceAsked(scope, { authorityId, dataSetId: dataSet.id, id })
    return true
  }
  const token = newToken()
  scope.write(
    scope.db.insertInto('opendata.questions').values({
      ...row,
      state: 'unconfirmed',
      confirmation_hash: hashToken(token),
      confirm_until: new Date(scope.now().getTime() + daysToConfirm * day),
    }),
  )
  const t = kernel.translators[language]
  sendMail(scope, {
    key: `opendata-confirmation/${v7()}`,
    to: whom.email,
    language,
    subject: t('opendata.questions.confirm_title'),
    text: [
      t('opendata.subscriptions.mail.greeting'),
      t('opendata.questions.mail.confirm_text', { name, days: daysToConfirm }),
      kernel.settings.origin + withPrefix({ language }, `/opendata/questions/confirmation/${token}`),
      t('opendata.questions.mail.confirm_end'),
    ].join('\n\n'),
    aboutId: addresseeId,
  })
  return true
}

/** Hands a question to its authority, once. False for a link that is no good. */
export async function confirmQuestion(scope: Correspondence, token: string): Promise<boolean> {
  if (!isToken(token)) return false
  const row = await scope.db
    .updateTable('opendata.questions')
    .set({ state: 'open', confirmation_hash: null, confirm_until: null })
    .where('confirmation_hash', '=', hashToken(token))
    .where('confirm_until', '>', scope.now())
    .returning(['authority_id', 'id', 'data_set_id'])
    .executeTakeFirst()
  if (!row) return false
  announceAsked(scope, { authorityId: row.authority_id, dataSetId: row.data_set_id, id: row.id })
  return true
}

function announceAsked(
  scope: Correspondence,
  { authorityId, dataSetId, id }: { authorityId: string; dataSetId: string; id: string },
): void {
  const whose = slug<'authority'>(authorityId)
  scope.record('opendata.question.asked', { authorityId: whose, subjectId: id })
  scope.announce('opendata.question_asked', { authorityId: whose, payload: { dataSetId, questionId: id } })
}
