import type { Route } from '#kernel/http/route.ts'
import { damageReport } from '#test/support/submissions.ts'
import type { Town } from '#test/support/town.ts'
import { modules } from '../../src/app.ts'

export type Ask = {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  readonly path: string
  /** The cookie line of whoever asks. */
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>> | string
  /** Sent as JSON; text goes as it is. */
  readonly json?: unknown
  readonly body?: string | Buffer
}

let asked = 0

/** A network address that nobody has used yet, so that limits per address do not hide what is tested. */
export function freshAddress(): string {
  asked += 1
  return `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`
}

/** One request as it is, without following anything; each comes from another network address. */
export function ask(town: Town, { method, path, cookie, headers, form, json, body }: Ask) {
  const isForm = form !== undefined
  const payload =
    body ??
    (isForm ? (typeof form === 'string' ? form : new URLSearchParams({ ...form }).toString()) : undefined) ??
    (json === undefined ? undefined : typeof json === 'string' ? json : JSON.stringify(json))
  return town.house.app.inject({
    method: method ?? (payload === undefined ? 'GET' : 'POST'),
    url: path,
    remoteAddress: freshAddress(),
    headers: {
      host: town.host,
      ...(cookie ? { cookie } : {}),
      ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  })
}

export type Answered = Awaited<ReturnType<typeof ask>>

/** The cookies that an answer sets, as the line a browser sends back. */
export function cookiesOf(answer: Answered): string {
  return answer.cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
}

export function allRoutes(town: Town): Route[] {
  return modules.flatMap((module) => module.routes(town.house.kernel))
}

export type MadeCase = {
  readonly number: string
  readonly accessCode: string
  readonly id: string
  readonly authorityId: string
}

let keys = 0

/** Hands in a damage report in Kriens, as a guest, a person (`cookie`) or a program (`key`). */
export async function makeCase(
  town: Town,
  wish: { cookie?: string; key?: string; answers?: Readonly<Record<string, unknown>>; email?: string } = {},
): Promise<MadeCase> {
  keys += 1
  const report = damageReport(`${keys}`)
  const answer = await ask(town, {
    path: '/api/v1/submissions',
    ...(wish.cookie ? { cookie: wish.cookie } : {}),
    headers: { 'idempotency-key': `attack-${keys}`, ...(wish.key ? { authorization: `Bearer ${wish.key}` } : {}) },
    json: {
      ...report,
      answers: { ...report.answers, ...wish.answers },
      contact: { ...report.contact, ...(wish.email ? { email: wish.email } : {}) },
    },
  })
  if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${answer.body}`)
  const { number, accessCode } = answer.json<{ number: string; accessCode: string }>()
  const [row] = await town.query<{ id: string; authority_id: string }>(
    'select id, authority_id from egovernment.cases where number = $1',
    [number],
  )
  return { number, accessCode, id: row?.id ?? '', authorityId: row?.authority_id ?? '' }
}

/** Cookies of a browser that has proven a case by its code. */
export async function proveCase(town: Town, { number, accessCode }: MadeCase, cookie?: string): Promise<string> {
  const answer = await ask(town, {
    path: '/cases/access',
    form: { number, code: accessCode },
    ...(cookie ? { cookie } : {}),
  })
  if (answer.statusCode !== 303) throw new Error(`${answer.statusCode}: ${answer.body}`)
  return [cookie, cookiesOf(answer)].filter(Boolean).join('; ')
}

/** A small true PDF with a text in it. */
export function pdf(text: string): Buffer {
  return Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\ntrailer << /Root 1 0 R >>\n%%EOF\n`)
}

/** A grey picture of one point. */
export function tinyPng(): Buffer {
  const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='
  return Buffer.from(base64, 'base64')
}

/** The body and head of a form with files. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  files: readonly { field: string; name: string; type: string; content: Buffer }[],
): { body: Buffer; headers: Record<string, string> } {
  const boundary = 'wegweiser-attack-boundary'
  const quoted = (name: string) => name.replaceAll('"', '%22')
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`),
    ),
    ...files.flatMap(({ field, name, type, content }) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${quoted(name)}"\r\ncontent-type: ${type}\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]
  return { body: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** Uploads a file over the API and gives its id. */
export async function upload(town: Town, name: string, content: Buffer, type = 'application/pdf'): Promise<string> {
  const answer = await ask(town, { path: '/api/v1/files', ...multipart({}, [{ field: 'file', name, type, content }]) })
  if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${answer.body}`)
  return answer.json<{ id: string }>().id
}
