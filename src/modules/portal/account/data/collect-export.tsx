import { renderToString } from 'preact-render-to-string'
import type { PersonActor } from '#kernel/db/actor.ts'
import type { Request } from '#kernel/http/route.ts'
import { readOwnRows } from '#kernel/identity/own-rows.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { exportCase, exportDrafts, listCasesToExport } from '#modules/egovernment/public.ts'
import { readOwnCorrespondence } from '#modules/opendata/public.ts'
import { ExportIndex } from './export-index.tsx'
import type { ExportEntry } from './stream-export.ts'

/** Everything about a person, entry by entry: profile, sessions, mandates, mails, drafts, cases with their files, and a page that leads through. */
export async function* collectExport(
  kernel: Pick<Kernel, 'sealing' | 'files' | 'authorities'>,
  request: Request,
  actor: PersonActor,
): AsyncGenerator<ExportEntry> {
  const rows = await request.readAs(actor, readOwnRows)
  const exports = await request.readAs(actor, (scope) =>
    scope.db.selectFrom('portal.data_exports').select('at').orderBy('at').limit(100).execute(),
  )
  const { profile, authorities, signIns, sessions, mandates, invitations, mails } = rows
  yield json('data/profile.json', { profile, authorities, signIns })
  yield json('data/sessions.json', sessions)
  yield json('data/mandates.json', { held: mandates, invitationsSent: invitations })
  yield json('data/mails.json', mails)
  yield json('data/exports.json', exports)
  const opendata = await request.readAs(actor, readOwnCorrespondence)
  yield json('data/opendata.json', opendata)

  const drafts = await exportDrafts(kernel, request, actor)
  yield json(
    'data/drafts.json',
    drafts.map(({ name, data }) => ({ id: name, ...data })),
  )
  for (const draft of drafts) for (const { name, open } of draft.files) yield { name, content: open }

  const listed: { number: string; title: string; data: Readonly<Record<string, unknown>>; files: string[] }[] = []
  for (const record of await listCasesToExport(request, actor)) {
    const part = await exportCase(kernel, request, actor, record)
    yield json(`cases/${part.name}/case.json`, part.data)
    for (const { name, open } of part.files) yield { name, content: open }
    const { authority, status, receivedAt, answers } = part.data
    const data = { authority, status, receivedAt, answers }
    listed.push({ number: part.name, title: part.title, data, files: part.files.map(({ name }) => name) })
  }
  const page = (
    <ExportIndex
      t={request.t}
      at={request.receivedAt}
      name={profile?.name ?? ''}
      email={profile?.email ?? undefined}
      cases={listed}
      counts={{
        sessions: sessions.length,
        mandates: mandates.length,
        mails: mails.length,
        drafts: drafts.length,
        opendata: opendata.subscriptions.length + opendata.questions.length,
      }}
    />
  )
  yield { name: 'index.html', content: `<!doctype html>\n${renderToString(page)}` }
}

function json(name: string, value: unknown): ExportEntry {
  return { name, content: `${JSON.stringify(value, null, 2)}\n` }
}
