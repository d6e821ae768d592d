import { randomUUID } from 'node:crypto'
import type { Client, Request } from 'autocannon'
import { parseHTML } from 'linkedom'
import type { DemoCredentials } from '#kernel/identity/demo/credentials.ts'
import type { Program } from '#test/support/process.ts'
import { damageReport, submissionHeaders } from '#test/support/submissions.ts'
import type { Load } from './measure.ts'

type Scene = { readonly program: Program; readonly credentials: DemoCredentials; readonly connections: number }

const html = { accept: 'text/html', 'accept-language': 'de' }
const service = '/kriens/services/schadensmeldung'
/** As many clerks as press a key in the same moment on a busy day. */
const fewAtOnce = 8

/** All that is measured of the program, in the order of the table. */
export async function scenarios(scene: Scene): Promise<Load[]> {
  const apply = await openForm(scene)
  const cookies = await Promise.all(Array.from({ length: scene.connections }, () => beginDraft(scene, apply)))
  const desk = await signIn(scene)
  const of = loadsOf(scene)
  const few = (name: string, request: Request): Load => ({
    ...of(`${name}, ${fewAtOnce} at once`, request),
    connections: fewAtOnce,
  })
  const list = {
    path: '/api/v1/cases?authority=luzern&status=received',
    headers: { authorization: `Bearer ${keyOf(scene, 'cases.read', 'luzern')}` },
  }
  const inbox = { path: '/desk/inbox', headers: { ...html, cookie: desk } }
  return [
    of('front page', { path: '/', headers: html }),
    of('service page', { path: service, headers: html }),
    of('question page of a form', { path: apply.path, headers: html }),
    { ...of('saving an answer', saving(apply, ''), 303), perClient: ownDraft(apply, cookies) },
    of('submission by API', submitting(keyOf(scene, 'submissions.write', null)), 201),
    of('list of an authority by API', list),
    few('list of an authority by API', list),
    of('inbox of an authority at the desk', inbox),
    few('inbox of an authority at the desk', inbox),
  ]
}

function loadsOf({ program }: Scene) {
  return (name: string, request: Request, expected = 200): Load => ({
    name,
    kind: 'program',
    origin: program.origin,
    pid: program.pid,
    expected,
    request: { method: 'GET', ...request },
  })
}

/** Each time another submission with a key of its own. */
function submitting(apiKey: string): Request {
  return {
    method: 'POST',
    path: '/api/v1/submissions',
    setupRequest: (request) => {
      const serial = randomUUID()
      return { ...request, headers: submissionHeaders(apiKey, serial), body: JSON.stringify(damageReport(serial)) }
    },
  }
}

type FormPage = { readonly path: string; readonly action: string; readonly body: string }

/** The first page of the form, and what is posted to answer it. */
async function openForm({ program }: Scene): Promise<FormPage> {
  const answer = await fetch(`${program.origin}${service}/apply`, { headers: html })
  if (!answer.ok) throw new Error(`the form does not open: ${answer.status}`)
  const { document } = parseHTML(await answer.text())
  const form = [...document.querySelectorAll('form')].find((one) => one.querySelector('input[type=radio]'))
  if (!form) throw new Error('the first page of the form asks nothing')
  const { pathname } = new URL(answer.url)
  const hidden = [...form.querySelectorAll('input[type=hidden]')].map((input): [string, string] => [
    input.getAttribute('name') ?? '',
    input.getAttribute('value') ?? '',
  ])
  const choice = form.querySelector('input[type=radio]')
  const chosen: [string, string] = [choice?.getAttribute('name') ?? '', choice?.getAttribute('value') ?? '']
  const action = new URL(form.getAttribute('action') ?? '', answer.url)
  return {
    path: pathname,
    action: `${action.pathname}${action.search}`,
    body: new URLSearchParams([...hidden, chosen]).toString(),
  }
}

function saving({ action, body }: FormPage, cookie: string): Request {
  return {
    method: 'POST',
    path: action,
    headers: { ...html, cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body,
  }
}

/** Saves for the first time, as each browser does, and gives the cookie that holds the draft. */
async function beginDraft({ program }: Scene, form: FormPage): Promise<string> {
  const { path = '', method = 'POST', headers = {}, body = '' } = saving(form, '')
  const answer = await fetch(`${program.origin}${path}`, { method, headers, body, redirect: 'manual' })
  const cookie = cookiesOf(answer)
  if (answer.status !== 303 || !cookie.includes('draft')) throw new Error(`no draft began: ${answer.status}`)
  return cookie
}

/** A draft for each connection: nobody waits for the row of somebody else. */
function ownDraft(form: FormPage, cookies: readonly string[]): (client: Client) => void {
  let next = 0
  return (client) => {
    const cookie = cookies[next % cookies.length] ?? ''
    next += 1
    client.setRequests([saving(form, cookie)])
  }
}

async function signIn({ program, credentials }: Scene): Promise<string> {
  const clerk = credentials.people.find(({ role, authority }) => role === 'clerk' && authority === 'luzern')
  if (!clerk) throw new Error('the demo has no clerk of Luzern')
  const path = new URL(clerk.signInUrl)
  const answer = await fetch(`${program.origin}${path.pathname}${path.search}`, { redirect: 'manual' })
  const cookie = cookiesOf(answer)
  if (!cookie) throw new Error(`the clerk could not sign in: ${answer.status}`)
  return cookie
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

function keyOf({ credentials }: Scene, scope: string, authority: string | null): string {
  const found = credentials.apiKeys.find((one) => one.scopes.includes(scope) && one.authority === authority)
  if (!found) throw new Error(`the demo has no key for ${scope} of ${authority}`)
  return found.key
}
