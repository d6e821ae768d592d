import { damageReport } from '#test/support/submissions.ts'
import type { Found, Parameters } from './crawl.ts'
import type { StarredRequest } from './request-text.ts'
import type { ListedRoute } from './route-table.ts'
import type { AttackStage, Player } from './stage.ts'

/** One request of a route, with a star at each place where something can be put. */
export type MarkedRequest = { readonly name: string; readonly request: StarredRequest }

const randomId = '01a20414-f1b7-7353-8e68-5b41049328b4'

export function markedRequest(route: ListedRoute, found: Found | undefined, stage: AttackStage): MarkedRequest {
  const player = found?.player ?? fitting(route.path, stage)
  const pathPlaces = route.path.split('/').filter((part) => part.startsWith(':'))
  const path = markPath(route.path, found?.path ?? addressOf(route.path, stage))
  const isRead = route.method === 'GET' || route.method === 'DELETE'
  // A route that knows no parameter is tried with one that others know.
  const known = found && Object.keys(found.parameters).length > 0 ? found.parameters : undefined
  const parameters: Parameters = known ?? (isRead && pathPlaces.length > 0 ? {} : { q: 'a', text: 'b' })
  const search = isRead ? marked(parameters) : ''
  return {
    name: `${route.method} ${route.path}`,
    request: {
      method: route.method,
      path: `${path}${search === '' ? '' : `?${search}`}`,
      headers: headersOf(route, player, stage),
      body: bodyOf(route, isRead ? {} : parameters),
      type: route.takesJson ? 'json' : 'form',
    },
  }
}

function headersOf({ path }: ListedRoute, player: Player, { apiKey, accessCode, draft }: AttackStage): string[] {
  if (path.startsWith('/api/v1/drafts')) return [`X-Draft-Token: ${draft.token}`, 'If-Match: "1"']
  if (/^\/api\/v1\/cases\/:number(?:\/messages)?$/.test(path)) return [`X-Access-Code: ${accessCode}*`]
  if (path.startsWith('/api/v1/')) return [`Authorization: Bearer ${apiKey}`, 'Idempotency-Key: attack*']
  return player.cookie === '' ? [] : [`Cookie: ${player.cookie}`]
}

function fitting(path: string, { players }: AttackStage): Player {
  if (path.startsWith('/desk/strategy')) return players.strategist
  if (path.startsWith('/desk/opendata')) return players.steward
  if (path.startsWith('/desk')) return players.clerk
  if (/^\/(?:account|session|mailbox|passkeys)/.test(path)) return players.person
  return players.guest
}

const strategyValues = { authority: 'luzern', owner: 'luzern', keeper: 'luzern', slug: 'beispiel-baugesuche-online' }

/** An address of the route with true values where the stage has them. */
function addressOf(path: string, { caseNumber, draft }: AttackStage): string {
  const values: Readonly<Record<string, string>> = {
    number: caseNumber,
    draft: draft.id,
    page: 'kind',
    token: 'a'.repeat(43),
    id: /^\/(?:api\/v1\/)?services\//.test(path) ? damageReport('').service : randomId,
    ...(path.includes('/strategy/') ? strategyValues : {}),
  }
  const own = path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? randomId)
  if (path.startsWith('/desk/strategy')) return `/luzern${own}`
  return path.startsWith('/services/') ? `/kriens${own}` : own
}

/** The address with a star after each part that is a parameter of the route. */
function markPath(route: string, address: string): string {
  const names = route.split('/').reverse()
  const parts = address.split('/').reverse()
  return parts
    .map((part, index) => (names[index]?.startsWith(':') ? `${part}*` : part))
    .reverse()
    .join('/')
}

function marked(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll('*', '%2A')}*`)
    .join('&')
}

const jsonBodies: Readonly<Record<string, unknown>> = {
  '/api/v1/cases/:number/decision': { outcome: 'approved*', text: 'a*', notifiedOn: '2026-12-01*' },
  '/api/v1/cases/:number/messages': { text: 'a*' },
  '/api/v1/drafts/:draft/pages/:page': { answers: { kind: 'road*' } },
  '/api/v1/drafts/handover': { service: 'schadensmeldung*', authority: 'kriens*', token: 'a*' },
}

function bodyOf(route: ListedRoute, parameters: Parameters): string {
  if (route.method === 'GET' || route.method === 'DELETE') return ''
  if (!route.takesJson) return marked(parameters)
  const report = damageReport('attack*')
  return JSON.stringify(
    jsonBodies[route.path] ?? {
      service: `${report.service}*`,
      authority: `${report.authority}*`,
      language: 'de*',
      answers: { ...report.answers, kind: 'road*', place: { text: 'a*' } },
      contact: { email: 'petra@beispielhaft.example*', language: 'de*' },
    },
  )
}
