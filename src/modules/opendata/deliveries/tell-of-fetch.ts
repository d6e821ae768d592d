import { withPrefix } from '#kernel/http/address.ts'
import { isLanguage } from '#kernel/i18n/language.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { EventHandler, Module } from '#kernel/module.ts'
import { stewardRoles } from '../catalogue/workbench.ts'

const event = 'opendata.fetch_failing'

export const fetchEvents: NonNullable<Module['events']> = {
  [event]: {
    version: 1,
    about: 'Rows of a table could not be fetched from their address any more, or do not fit; its stewards are told.',
    payload: ['dataSetId', 'tableId', 'reason', 'since'],
  },
}

export const fetchListens: NonNullable<Module['listens']> = [
  { event, subscriber: 'notice', purpose: 'staff-mail', handler: tellStewards },
]

/** Writes to those who keep the authority's data sets that a fetch goes wrong since when, and where they see why. */
async function tellStewards(...[scope, { payload, authorityId, kernel }]: Parameters<EventHandler>): Promise<void> {
  if (authorityId === null) return
  const today = scope.today()
  const people = await scope.db
    .selectFrom('kernel.staff_roles as r')
    .innerJoin('kernel.staff as s', 's.id', 'r.staff_id')
    .distinct()
    .select(['s.id', 's.email', 's.language'])
    .where('r.authority_id', '=', authorityId)
    .where('r.role', 'in', [...stewardRoles])
    .where('s.is_disabled', '=', false)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .limit(50)
    .execute()
  const path = `/desk/opendata/${payload.dataSetId}/distributions/${payload.tableId}`
  for (const { id, email, language: spoken } of people) {
    if (!isMailAddress(email)) continue
    const language = isLanguage(spoken) ? spoken : 'de'
    const t = kernel.translators[language]
    sendMail(scope, {
      key: `fetch/${payload.tableId}/${payload.since}/${id}`,
      to: email,
      language,
      subject: t('opendata.delivery.told.subject'),
      text: [t('opendata.delivery.told.text'), kernel.settings.origin + withPrefix({ language }, path)].join('\n\n'),
    })
  }
}
