import { parseArgs } from 'node:util'
import { systemActor } from '../kernel/db/actor.ts'
import { isLanguage } from '../kernel/i18n/language.ts'
import { inviteStaff } from '../kernel/identity/staff.ts'
import { isSlug, slug } from '../kernel/ids.ts'
import { isMailAddress } from '../kernel/mail/mail-text.ts'
import { withDatabase } from './with-database.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const refuse = (line: string): number => {
  process.stderr.write(`${line}\nbin/invite-admin --help says what is needed.\n`)
  return 1
}

await withDatabase(async ({ settings, database }) => {
  const { authority = '', name = '', email = '', language } = readArguments()
  if (name.trim() === '' || name.length > 200) return refuse('--name: who is invited?')
  if (!isMailAddress(email)) return refuse('--email: an e-mail address is needed.')
  if (!isLanguage(language)) return refuse('--language is de, fr, it or en.')
  const known = isSlug<'authority'>(authority)
    ? await database.read(systemActor('directory'), (scope) =>
        scope.db
          .selectFrom('kernel.authorities')
          .select('id')
          .where('id', '=', authority)
          .where('closed_on', 'is', null)
          .executeTakeFirst(),
      )
    : undefined
  if (!known) return refuse(`--authority: there is no authority «${authority}». bin/publish brings authorities in.`)

  const { invitation } = await database.write(systemActor('people'), async (scope) =>
    inviteStaff(scope, {
      name: name.trim(),
      email,
      language,
      roles: [{ authorityId: slug(known.id), unitId: null, role: 'admin' }],
    }),
  )
  say(`${name.trim()} is invited as admin of ${known.id}. This link is good once, for 14 days:`)
  say(`${settings.origin}/sign-in/staff?invitation=${invitation}`)
  return 0
})

type Arguments = { authority?: string; name?: string; email?: string; language?: string }

/** A word that is not known counts as nothing given: what is missing is named then. */
function readArguments(): Arguments {
  const option = { type: 'string' } as const
  try {
    return parseArgs({
      options: { authority: option, name: option, email: option, language: { ...option, default: 'de' } },
    }).values
  } catch {
    return {}
  }
}
