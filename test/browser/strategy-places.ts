import { demoNodeId } from '#modules/strategy/demo/project-story.ts'
import type { Town } from '#test/support/town.ts'
import type { PlaceToSee, Role } from './page-types.ts'

/** Rosa Beispiel of the demo, whose id is the same in every installation. */
const rosa = '1d3d068c-d984-5b2e-a20d-2078adbc3d30'

/** A plan of the city that is done. */
const plan = '0198c0de-5717-7000-8000-de6000000036'

/** Adds that plan: one project later, with a reason, one left as it is, and a line of what more would bring. */
export async function addPlan(town: Pick<Town, 'query'>): Promise<void> {
  const archive = demoNodeId('luzern', 'beispiel-digitales-archiv')
  const portal = demoNodeId('luzern', 'beispiel-online-schalter')
  const month = 2027 * 12
  const part = (from: number, start: number) => ({ from, months: 6, start, isFixed: false })
  const proposals = [
    {
      ...{ nodeId: archive, revision: 1, wished: month, start: month + 2, end: month + 8, lateBy: 1 },
      reasons: [{ kind: 'people', month, skills: [], load: 1400, others: [portal] }],
      parts: [part(month, month + 2)],
    },
    {
      nodeId: portal,
      revision: 1,
      wished: month,
      start: month,
      end: month + 6,
      lateBy: 0,
      reasons: [],
      parts: [part(month, month)],
    },
  ]
  const points = [1, 2, 3].map((at) => ({ cap: at * 4e7, used: at * 3e7, benefit: at * 250, projects: at, gap: 4 }))
  const figures = { benefit: 600, rappenByYear: [4e7, 2e7], tenths: 900, overloadToday: 45, late: 1, gapOfDates: 0 }
  const result = {
    from: month,
    firstYear: 2027,
    unplanned: 2,
    overload: [],
    tries: 900,
    milliseconds: 4000,
    ...figures,
  }
  const settings = {
    ...{ aim: 'benefit', money: 'none', usesPeople: true, reserve: 10, mayLeaveOut: false, frontier: 'rappen' },
    ...{ months: 36, mandatory: [], seconds: 9 },
  }
  await town.query(
    `insert into strategy.plan_runs (authority_id, id, name, state, settings, result, made_at, heard_at)
     values ('luzern', $1, 'Mit Reserve', 'done', $2, $3, now(), now())`,
    [plan, JSON.stringify(settings), JSON.stringify({ ...result, proposals, frontier: points })],
  )
}
/** An agreement that the city keeps, with one member. */
const [agreement, member] = ['probevereinbarung', '0198c0de-0000-7000-8000-000000001602']

/** Adds that agreement. */
export async function addAgreement(town: Pick<Town, 'query'>): Promise<void> {
  const id = '0198c0de-0000-7000-8000-000000001601'
  await town.query(
    `insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, owner, sources, created_at, changed_at)
     values ('luzern', $1, $2, 'agreement', 'joint', 'staff', 'example', '{"de": "Probevereinbarung"}', 'Fachstelle Digitales',
       '[{"title": "Beispiel"}]', now(), now())`,
    [id, agreement],
  )
  await town.query(
    `insert into strategy.agreements (authority_id, node_id, audience, kind, cost_key, yearly_cost) values ('luzern', $1, 'staff', 'project', 'equal', 100000)`,
    [id],
  )
  await town.query(
    `insert into strategy.agreement_members (authority_id, id, node_id, audience, member_authority_id, name, since)
     values ('luzern', $1, $2, 'staff', 'luzern', 'Stadt Luzern', '2026-01-01')`,
    [member, id],
  )
}

/** What a file of projects said, between the look at it and the decision. */
export const importId = '0198c0de-0000-7000-8000-000000001500'

type See = (as: Role, ...paths: string[]) => readonly PlaceToSee[]

/** Where the page types of the strategy are seen, by the path of their routes. */
export function strategyPlaces(see: See): Readonly<Record<string, readonly PlaceToSee[]>> {
  return {
    '/strategy': see('guest', '/strategy'),
    '/strategy/roadmap': see('guest', '/strategy/roadmap', '/strategy/roadmap?as=table'),
    '/desk/strategy/exchange': see('strategist', '/luzern/desk/strategy/exchange'),
    '/desk/strategy/exchange/:id': see('strategist', `/luzern/desk/strategy/exchange/${importId}`),
    '/desk/strategy/roadmap': see('strategist', '/luzern/desk/strategy/roadmap?by=authority'),
    '/strategy/goals/:authority/:slug': see('guest', '/strategy/goals/luzern/stadt-digitalstrategie'),
    '/strategy/indicators': see('guest', '/strategy/indicators'),
    '/strategy/indicators/:authority/:slug': see('guest', '/strategy/indicators/luzern/ogd-stadt'),
    '/strategy/map': see('guest', '/strategy/map'),
    '/strategy/news': see('guest', '/strategy/news'),
    '/strategy/questions': see('guest', '/strategy/questions?from=luzern/m2&to=luzern/fb4'),
    '/desk/strategy': [...see('strategist', '/luzern/desk/strategy'), ...see('projectLead', '/luzern/desk/strategy')],
    '/strategy/projects': see('guest', '/strategy/projects'),
    '/strategy/projects/:owner/:slug': see('guest', '/strategy/projects/luzern/beispiel-baugesuche-online'),
    '/desk/strategy/projects': see('strategist', '/luzern/desk/strategy/projects'),
    '/desk/strategy/projects/:slug': see(
      'strategist',
      ...['overview', 'plan', 'phases', 'money', 'services&find=Bau', 'reports', 'edit'].map(
        (tab) => `/luzern/desk/strategy/projects/beispiel-baugesuche-online?tab=${tab}`,
      ),
    ),
    '/desk/strategy/idea': see('clerk', '/kriens/desk/strategy/idea'),
    '/desk/strategy/credits': see('strategist', '/luzern/desk/strategy/credits'),
    '/desk/strategy/credits/:slug': see(
      'strategist',
      '/luzern/desk/strategy/credits/beispiel-baugesuche-online-kredit',
    ),
    '/desk/strategy/indicators': see('strategist', '/luzern/desk/strategy/indicators'),
    '/desk/strategy/indicators/:slug': see('strategist', '/luzern/desk/strategy/indicators/ogd-stadt'),
    '/strategy/agreements': see('guest', '/strategy/agreements'),
    '/strategy/half-years': see('guest', '/strategy/half-years?authority=luzern'),
    '/desk/strategy/half-years': see('strategist', '/luzern/desk/strategy/half-years'),
    '/strategy/parliament': see('guest', '/strategy/parliament'),
    '/desk/strategy/agreements': see('strategist', '/luzern/desk/strategy/agreements'),
    '/desk/strategy/agreements/:keeper/:slug': see(
      'strategist',
      '/luzern/desk/strategy/agreements/kanton-luzern/vereinbarung-eumzuglu-agglo',
    ),
    '/desk/strategy/agreements/:keeper/:slug/edit': see(
      'strategist',
      `/luzern/desk/strategy/agreements/luzern/${agreement}/edit`,
    ),
    '/desk/strategy/agreements/:keeper/:slug/members': see(
      'strategist',
      `/luzern/desk/strategy/agreements/luzern/${agreement}/members`,
    ),
    '/desk/strategy/agreements/:keeper/:slug/parts': see(
      'strategist',
      `/luzern/desk/strategy/agreements/luzern/${agreement}/parts?member=${member}&project=luzern/beispiel-digitales-archiv`,
    ),
    '/desk/strategy/parliament': see('strategist', '/luzern/desk/strategy/parliament'),
    '/desk/strategy/parliament/:slug': see('strategist', '/luzern/desk/strategy/parliament/gsr-2019-auftrag'),
    '/desk/strategy/synergies': see('strategist', '/luzern/desk/strategy/synergies'),
    '/desk/strategy/synergies/profiles/:slug': see(
      'strategist',
      '/luzern/desk/strategy/synergies/profiles/beispiel-baugesuche-online',
    ),
    // Two invented projects for building applications; a pair has the same id whenever it is found.
    '/desk/strategy/synergies/:keeper/:id': see(
      'strategist',
      '/luzern/desk/strategy/synergies/kriens/67cf03cb-9ca7-5e6d-90f1-758023c9ff52',
    ),
    '/desk/strategy/goals': see(
      'strategist',
      '/luzern/desk/strategy/goals',
      '/luzern/desk/strategy/goals?authority=luzern&kind=project',
    ),
    '/desk/strategy/goals/:slug': see('strategist', '/luzern/desk/strategy/goals/fb1?find=Smart'),
    '/desk/strategy/planning': see('strategist', '/luzern/desk/strategy/planning'),
    '/desk/strategy/planning/:id': see('strategist', `/luzern/desk/strategy/planning/${plan}`),
    '/desk/strategy/people': see('strategist', '/luzern/desk/strategy/people'),
    '/desk/strategy/people/:id': see('strategist', `/luzern/desk/strategy/people/${rosa}`),
    '/desk/strategy/people/demand/:slug': see(
      'strategist',
      '/luzern/desk/strategy/people/demand/beispiel-digitales-archiv',
    ),
  }
}
