import { v7 } from 'uuid'
import { withPrefix } from '#kernel/http/address.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { hashToken, isToken, newToken } from '#kernel/identity/token.ts'
import { type PartyId, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import { type AddresseeId, askAs, type Correspondence, daysToConfirm } from '../addressees/addressee.ts'
import { eraseAddressee, eraseIfIdle } from '../addressees/erase-addressee.ts'
import type { Subject, SubscriptionId } from './subscription.ts'

const day = 86_400_000

type Wish = {
  readonly subject: Subject
  readonly language: Language /** What is followed, in words. */
  readonly name: string
}

/**
 * Somebody without account wants to follow: writes to the address, whose owner confirms by a link. The same happens whether the address is known
 * or not, or follows this already; beyond five in a day nothing is sent.
 */
export async function askToFollow(
  scope: Correspondence,
  kernel: Kernel,
  { email, subject, language, name }: Wish & { readonly email: string },
): Promise<void> {
  const addresseeId = await askAs(scope, kernel.sealing, { email }, language)
  if (!addresseeId) return
  const token = newToken()
  const proof = {
    confirmation_hash: hashToken(token),
    confirm_until: new Date(scope.now().getTime() + daysToConfirm * day),
  }
  await scope.db
    .insertInto('opendata.subscriptions')
    .values({ ...rowOf(subject, addresseeId), created_at: scope.now(), ...proof })
    .onConflict((conflict) =>
      conflict.columns(['authority_id', 'addressee_id', 'data_set_id', 'series_id']).doUpdateSet(proof),
    )
    .execute()
  const t = kernel.translators[language]
  sendMail(scope, {
    key: `opendata-confirmation/${v7()}`,
    to: email,
    language,
    subject: t('opendata.subscriptions.confirm_title'),
    text: [
      t('opendata.subscriptions.mail.greeting'),
      t('opendata.subscriptions.mail.confirm_text', { name, days: daysToConfirm }),
      kernel.settings.origin + withPrefix({ language }, `/opendata/subscriptions/confirmation/${token}`),
      t('opendata.subscriptions.mail.confirm_end'),
    ].join('\n\n'),
    aboutId: addresseeId,
  })
}

/** Somebody signed in follows at once: her address is proven. False where she asked too often today. */
export async function follow(
  scope: Correspondence,
  kernel: Kernel,
  { partyId, subject, language }: Omit<Wish, 'name'> & { readonly partyId: PartyId },
): Promise<boolean> {
  const addresseeId = await askAs(scope, kernel.sealing, { partyId }, language)
  if (!addresseeId) return false
  const now = scope.now()
  await scope.db
    .insertInto('opendata.subscriptions')
    .values({ ...rowOf(subject, addresseeId), created_at: now, confirmed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return true
}

const rowOf = ({ authorityId, dataSetId, seriesId }: Subject, addresseeId: AddresseeId) => ({
  authority_id: authorityId,
  id: v7(),
  addressee_id: addresseeId,
  data_set_id: dataSetId,
  series_id: seriesId,
})

/** Confirms what a link holds, once, and takes over the language in which it is confirmed. Gives whose it is; undefined for a link that is no good. */
export async function confirmSubscription(
  scope: Correspondence,
  token: string,
  language: Language,
): Promise<AddresseeId | undefined> {
  if (!isToken(token)) return undefined
  const row = await scope.db
    .updateTable('opendata.subscriptions')
    .set(({ fn, ref, val }) => ({
      confirmation_hash: null,
      confirm_until: null,
      confirmed_at: fn.coalesce(ref('confirmed_at'), val(scope.now())),
    }))
    .where('confirmation_hash', '=', hashToken(token))
    .where('confirm_until', '>', scope.now())
    .returning('addressee_id')
    .executeTakeFirst()
  if (!row) return undefined
  scope.write(scope.db.updateTable('opendata.addressees').set({ language }).where('id', '=', row.addressee_id))
  return uuid<'addressee'>(row.addressee_id)
}

/** Ends one of her subscriptions; with the last of them her address goes, unless she waits for an answer. */
export async function endSubscription(
  scope: Correspondence,
  addresseeId: AddresseeId,
  id: SubscriptionId,
): Promise<void> {
  await scope.db
    .deleteFrom('opendata.subscriptions')
    .where('addressee_id', '=', addresseeId)
    .where('id', '=', id)
    .execute()
  await eraseIfIdle(scope, addresseeId)
}

/** Ends all that goes to her and erases her address. What she has asked stays, and gets no answer by mail. */
export function endEverything(scope: Correspondence, addresseeId: AddresseeId): void {
  eraseAddressee(scope, addresseeId)
}
