import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { isLanguage, textIn } from '#kernel/i18n/language.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { EventHandler, Module } from '#kernel/module.ts'
import { findAddressee } from '../addressees/addressee.ts'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { findPublishedById } from '../catalogue/queries.ts'
import { addressDays } from './question.ts'

export const questionEvents: NonNullable<Module['events']> = {
  'opendata.question_asked': {
    version: 1,
    about: 'Somebody asked about a data set, with an address that is proven.',
    payload: ['dataSetId', 'questionId'],
  },
  'opendata.question_answered': { version: 1, about: 'A question was answered or refused.', payload: ['questionId'] },
}

/** The unit that keeps the data set is told of a question, and who asked is told of the answer. */
export const questionListens: NonNullable<Module['listens']> = [
  { event: 'opendata.question_asked', subscriber: 'notice', purpose: 'opendata', handler: tellUnit },
  { event: 'opendata.question_answered', subscriber: 'notice', purpose: 'correspondence', handler: tellAsker },
]

/** One mail an hour for each data set at most: how many questions there are, the desk says. */
async function tellUnit(...[scope, { payload, kernel }]: Parameters<EventHandler>): Promise<void> {
  const { dataSetId } = payload
  const dataSet =
    typeof dataSetId === 'string' && isUuid<'data-set'>(dataSetId)
      ? await findPublishedById(scope, dataSetId)
      : undefined
  const to = dataSet && (await unitAddress(scope, dataSet))
  if (!dataSet || to === undefined || !isMailAddress(to)) return
  const t = kernel.translators.de
  const url = `/desk/opendata/questions?authority=${dataSet.authorityId}&state=open`
  sendMail(scope, {
    key: `opendata-question/${dataSet.id}/${scope.now().toISOString().slice(0, 13)}`,
    to,
    language: 'de',
    subject: t('opendata.questions.mail.unit_subject'),
    text: [
      t('opendata.questions.mail.unit_text', { name: dataSet.metadata.title.de }),
      kernel.settings.origin + withPrefix({ language: 'de' }, url),
    ].join('\n\n'),
    aboutId: dataSet.id,
  })
}

/** The contact of the data set; of one that is taken over from elsewhere, who takes it over here. */
async function unitAddress(scope: WriteScope<SystemActor>, { origin, authorityId, id, metadata }: PublishedDataSet) {
  if (origin !== 'harvest') return metadata.contact.email
  const source = await scope.db
    .selectFrom('opendata.harvested_data_sets as h')
    .innerJoin('opendata.harvest_sources as s', (on) =>
      on.onRef('s.authority_id', '=', 'h.authority_id').onRef('s.id', '=', 'h.source_id'),
    )
    .select('s.contact_email')
    .where('h.authority_id', '=', authorityId)
    .where('h.data_set_id', '=', id)
    .executeTakeFirst()
  return source?.contact_email
}

async function tellAsker(...[scope, { authorityId, payload, kernel }]: Parameters<EventHandler>): Promise<void> {
  const row = await scope.db
    .selectFrom('opendata.questions as q')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'q.authority_id').onRef('p.id', '=', 'q.data_set_id'),
    )
    .select(['q.id', 'q.addressee_id', 'q.language', 'q.text', 'q.answer', 'q.state', 'p.id as data_set_id'])
    .where('q.authority_id', '=', authorityId ?? '')
    .where('q.id', '=', String(payload.questionId))
    .executeTakeFirst()
  const addressee = row?.addressee_id ? await findAddressee(scope, kernel.sealing, row.addressee_id) : undefined
  if (!row || row.answer === null || addressee?.email === undefined) return
  const dataSet = isUuid<'data-set'>(row.data_set_id) ? await findPublishedById(scope, row.data_set_id) : undefined
  if (!dataSet) return
  const language = isLanguage(row.language) ? row.language : 'de'
  const t = kernel.translators[language]
  sendMail(scope, {
    key: `opendata-answer/${row.id}`,
    to: addressee.email,
    language,
    subject: t('opendata.questions.mail.answer_subject', { name: textIn(dataSet.metadata.title, language) }),
    text: [
      t('opendata.subscriptions.mail.greeting'),
      t('opendata.questions.mail.answer_text', { authority: kernel.authorities.nameOf(dataSet.authorityId, language) }),
      row.answer,
      t('opendata.questions.mail.you_asked'),
      row.text,
      addressOf(kernel, withPrefix({ language }, dataSetPath(dataSet))),
      t(`opendata.questions.mail.${addressee.partyId === null ? 'answer_end' : 'answer_end_account'}`, {
        days: addressDays,
      }),
    ].join('\n\n'),
    aboutId: addressee.id,
    ...(addressee.partyId !== null && { partyId: addressee.partyId }),
  })
}

const addressOf = ({ settings }: Kernel, path: string) => settings.origin + path
