import type { NamedPlace } from './named-places.ts'
import type { AttackStage } from './stage.ts'

/** Where words of strangers, and of those who steer, come nearest to the tables of the strategy. */
export function strategyNamedPlaces({ players }: AttackStage): NamedPlace[] {
  const strategist = [`Cookie: ${players.strategist.cookie}`]
  const get = (name: string, path: string, headers: readonly string[] = []): NamedPlace => ({
    name: `strategy: ${name}`,
    request: { method: 'GET', path, headers },
  })
  const api = (name: string, path: string) => get(`API ${name}`, `/api/v1/strategy${path}`)
  const desk = (name: string, path: string) => get(`desk, ${name}`, `/luzern/desk/strategy${path}`, strategist)
  const form = (name: string, path: string, body: string): NamedPlace => ({
    name: `strategy: desk, ${name}`,
    request: { method: 'POST', path: `/luzern/desk/strategy${path}`, headers: strategist, body, type: 'form' },
  })
  const project = 'beispiel-baugesuche-online'
  const figure = (parts: { period?: string; source?: string }) =>
    `period=${parts.period ?? '2031'}&value=7&figure_source=${parts.source ?? 'Beispiel'}`
  return [
    get('goal in the path', '/strategy/goals/luzern/fb1*'),
    get('keeper of a goal in the path', '/strategy/goals/luzern*/fb1'),
    get('questions: from', '/strategy/questions?from=luzern/m2*&to=luzern/fb4'),
    get('projects: place in the list', '/strategy/projects?after=luzern/a*'),
    get('project in the path', `/strategy/projects/luzern/${project}*`),
    get('indicator: series', '/strategy/indicators/luzern/ogd-stadt?series=a*'),
    get('first page: since', '/strategy?since=2026-01-01*'),
    get('roadmap: place in the list', '/strategy/roadmap?after=luzern.a*'),
    get('roadmap: months', '/strategy/roadmap?from=2026-01*&to=2027-01'),
    get('calendar: project', `/strategy/roadmap.ics?authority=luzern&project=${project}*`),
    get('parliament: place in the list', '/strategy/parliament?after=a*'),
    api('nodes: kind', '/nodes?kind=project*'),
    api('nodes: authority', '/nodes?authority=luzern*'),
    api('nodes: place in the list', '/nodes?after=luzern/a*'),
    api('edges: slug in the path', '/nodes/luzern/fb1*/edges'),
    api('paths: from', '/paths?from=luzern/m2*'),
    api('paths: day', '/paths?from=luzern/m2&on=2026-11-26*'),
    api('indicator: series', '/indicators/luzern/ogd-stadt?series=a*'),
    desk('cockpit: focus', '?authority=luzern&focus=luzern/fb1*'),
    desk('cockpit: place in the list', '?authority=luzern&after=a*'),
    desk('projects: place in the list', '/projects?after=a*'),
    desk('project in the path', `/projects/${project}*`),
    desk('project: entry to change', `/projects/${project}?tab=plan&edit=a*`),
    desk('goal: words', '/goals/fb1?find=Smart*'),
    desk('credits: place in the list', '/credits?after=a*'),
    desk('credit in the path', `/credits/${project}-kredit*`),
    desk('indicator in the path', '/indicators/ogd-stadt*'),
    desk('planning: place in the list', '/planning?before=2026-11-26T10:00:00Z*'),
    desk('planning: compared', '/planning?compare=0198c0de-5717-7000-8000-de6000000036*'),
    desk('people: month', '/people?from=2026-11*'),
    desk('person in the path', '/people/1d3d068c-d984-5b2e-a20d-2078adbc3d30*'),
    desk('demand in the path', '/people/demand/beispiel-digitales-archiv*'),
    desk('synergies: kind', '/synergies?kind=reuse*'),
    desk('synergies: party', '/synergies?party=kriens*'),
    desk('synergies: place in the list', '/synergies?after=0.500.kriens.0199c000-0000-7000-8000-000000000001*'),
    desk('synergy in the path', '/synergies/kriens/67cf03cb-9ca7-5e6d-90f1-758023c9ff52*'),
    desk('profile in the path', `/synergies/profiles/${project}*`),
    desk('agreement in the path', '/agreements/kanton-luzern/vereinbarung-eumzuglu-agglo*'),
    desk('parliament: place in the list', '/parliament?after=a*'),
    desk('exchange: authority of the file', '/exchange/projects.csv?authority=luzern*'),
    form('idea: text', '/idea', 'title=Beispiel&text=Beispiel*&benefit=Beispiel&office=Amt'),
    form('figure: source', '/indicators/ogd-stadt/figures', figure({ source: 'Beispiel*' })),
    form('figure: period', '/indicators/ogd-stadt/figures', figure({ period: '2032*' })),
  ]
}
