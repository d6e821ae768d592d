import { v7 } from 'uuid'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import type { Language } from '../i18n/language.ts'
import { type PartyId, uuid } from '../ids.ts'

/**
 * The firm with a UID; made where there is none yet. The name that is known already stays. Runs for the purpose `mandates`, after a
 * member of staff has looked at the register.
 */
export async function admitFirm(
  scope: WriteScope<SystemActor>,
  firm: { readonly uid: string; readonly name: string; readonly language: Language },
): Promise<{ firmId: PartyId; name: string }> {
  const known = await scope.db
    .selectFrom('kernel.parties')
    .select(['id', 'name'])
    .where('uid', '=', firm.uid)
    .where('kind', '=', 'legal')
    .orderBy('id')
    .executeTakeFirst()
  if (known) return { firmId: uuid(known.id), name: known.name }
  const firmId = uuid<'party'>(v7())
  await scope.db
    .insertInto('kernel.parties')
    .values({
      id: firmId,
      kind: 'legal',
      name: firm.name,
      uid: firm.uid,
      language: firm.language,
      created_at: scope.now(),
    })
    .execute()
  return { firmId, name: firm.name }
}
