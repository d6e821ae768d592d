import type { Town } from '#test/support/town.ts'
import { type Answered, ask } from '../security/attack.ts'
import { damageReport } from './submissions.ts'

/** A draft as programs get it. */
export type DraftBody = {
  id: string
  state: string
  version: number
  answers: Record<string, unknown>
  contact: { email: string; language: string } | null
  firm: { uid: string | null; name: string } | null
  errors: { path: string; message: string }[]
  pages: { id: string; title: string; fields: string[]; isComplete: boolean }[]
  token: string
  url: string
  savedAt: string
  expiresAt: string
}

type Wish = {
  readonly answers?: Readonly<Record<string, unknown>>
  readonly key?: string
  readonly service?: string
  readonly authority?: string
  readonly contact?: object
  readonly firm?: { readonly uid: string }
  /** The cookies of somebody signed in. */
  readonly cookie?: string
}

/** A program that has begun a draft of a damage report in Kriens, with or without a key. */
export async function programWithDraft(town: Town, { key, cookie, ...wish }: Wish = {}) {
  const { service, authority } = damageReport('')
  const own: Record<string, string> = {
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(cookie !== undefined && { cookie, 'sec-fetch-site': 'same-origin' }),
  }
  const started = await ask(town, {
    path: '/api/v1/drafts',
    headers: own,
    json: { service, authority, language: 'de', answers: { kind: 'road' }, ...wish },
  })
  if (started.statusCode !== 201) throw new Error(`${started.statusCode}: ${started.body}`)
  const draft = started.json<DraftBody>()
  return {
    started,
    draft,
    send: (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      json?: unknown,
      version?: number | string,
    ): Promise<Answered> =>
      ask(town, {
        method,
        path: `/api/v1/drafts/${draft.id}${path}`,
        headers: {
          ...own,
          'x-draft-token': draft.token,
          ...(version === undefined ? {} : { 'if-match': typeof version === 'number' ? `"${version}"` : version }),
        },
        ...(json === undefined ? {} : { json }),
      }),
  }
}
