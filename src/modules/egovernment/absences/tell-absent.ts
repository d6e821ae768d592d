import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { isLanguage } from '#kernel/i18n/language.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { EventHandler, Module } from '#kernel/module.ts'

const event = 'egovernment.absence_told'

export const absenceEvents: NonNullable<Module['events']> = {
  [event]: {
    version: 1,
    about: 'Somebody entered or removed an absence of somebody else, who is told.',
    payload: ['absenceId', 'staffId', 'deputyId', 'firstDay', 'lastDay', 'by', 'what'],
  },
}

export const absenceListens: NonNullable<Module['listens']> = [
  { event, subscriber: 'notice', purpose: 'staff-mail', handler: tellAbsent },
]

/** Writes to a member of staff what was entered or removed for her, by whom, and where she changes it. */
async function tellAbsent(...[scope, { payload, kernel }]: Parameters<EventHandler>): Promise<void> {
  const { absenceId, staffId, deputyId, firstDay, lastDay, by, what } = payload
  const people = await findPeople(scope, [staffId, deputyId, by])
  const absent = people.get(String(staffId))
  if (
    !absent ||
    typeof firstDay !== 'string' ||
    typeof lastDay !== 'string' ||
    (what !== 'entered' && what !== 'removed')
  )
    return
  const language = isLanguage(absent.language) ? absent.language : 'de'
  const t = kernel.translators[language]
  const values = {
    by: people.get(String(by))?.name ?? t('egovernment.desk.case.someone'),
    deputy: people.get(String(deputyId))?.name ?? t('egovernment.absences.nobody'),
    first: formatDate(firstDay),
    last: formatDate(lastDay),
  }
  sendMail(scope, {
    key: `absence/${absenceId}/${what}`,
    to: absent.email,
    language,
    subject: t(`egovernment.absences.told.${what}.subject`),
    text: [
      t(`egovernment.absences.told.${what}.text`, values),
      kernel.settings.origin + withPrefix({ language }, '/desk/absences'),
    ].join('\n\n'),
  })
}

async function findPeople(scope: WriteScope<SystemActor>, ids: readonly unknown[]) {
  const known = ids.filter((id) => typeof id === 'string')
  const rows = await scope.db
    .selectFrom('kernel.staff')
    .select(['id', 'name', 'email', 'language'])
    .where('id', 'in', known)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
