import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { hashToken } from '#kernel/identity/token.ts'
import { projectFolder, runCommand } from '#test/support/process.ts'
import { asOwner, openTestDatabase } from '#test/support/test-database.ts'

test('an operator invites the first administrator and hands the link over; a wrong word is named', async () => {
  const { urls } = await openTestDatabase()
  await importAuthorities(urls.ownerUrl, loadAuthorities(join(projectFolder, 'content/authorities')))
  const env = { DATABASE_URL: urls.appUrl, WEGWEISER_OWNER_DATABASE_URL: urls.ownerUrl, PORT: '18080' }
  const invite = (...options: string[]) => runCommand('bin/invite-admin', options, { env, bound: 60_000 })

  const person = ['--name', 'Vera Muster', '--email', 'vera.muster@kriens.example']
  const invited = await invite('--authority', 'kriens', ...person)
  expect(invited).toMatchObject({ code: 0, errors: '' })
  const key = /^http:\/\/localhost:18080\/sign-in\/staff\?invitation=([\w-]{43})$/m.exec(invited.output)?.[1] ?? ''
  const rows = await asOwner(
    urls,
    `select m.name, m.email, m.invitation_hash, r.authority_id, r.unit_id, r.role from kernel.staff m join kernel.staff_roles r on r.staff_id = m.id`,
  )
  expect(rows).toEqual([
    {
      name: 'Vera Muster',
      email: 'vera.muster@kriens.example',
      invitation_hash: hashToken(key),
      authority_id: 'kriens',
      unit_id: null,
      role: 'admin',
    },
  ])
  const entries = `select action, authority_id from kernel.audit_entries`
  expect(await asOwner(urls, entries)).toEqual([{ action: 'kernel.staff.role_granted', authority_id: 'kriens' }])

  const nowhere = await invite('--authority', 'nirgends', ...person)
  expect([nowhere.code, nowhere.errors]).toEqual([1, expect.stringContaining('no authority «nirgends»')])
  const nobody = await invite('--authority', 'kriens', '--email', 'x')
  expect([nobody.code, nobody.errors]).toEqual([1, expect.stringContaining('--name')])
})
