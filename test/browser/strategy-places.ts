import type { PlaceToSee, Role } from './page-types.ts'

/** Rosa Beispiel of the demo, whose id is the same in every installation. */
const rosa = '1d3d068c-d984-5b2e-a20d-2078adbc3d30'

type See = (as: Role, ...paths: string[]) => readonly PlaceToSee[]

/** Where the page types of the strategy are seen, by the path of their routes. */
export function strategyPlaces(see: See): Readonly<Record<string, readonly PlaceToSee[]>> {
  return {
    '/strategy': see('guest', '/strategy'),
    '/strategy/roadmap': see('guest', '/strategy/roadmap'),
    '/desk/strategy/exchange': see('strategist', '/luzern/desk/strategy/exchange'),
    '/desk/strategy/roadmap': see('strategist', '/luzern/desk/strategy/roadmap?by=authority'),
    '/strategy/goals/:authority/:slug': see('guest', '/strategy/goals/luzern/stadt-digitalstrategie'),
    '/strategy/indicators': see('guest', '/strategy/indicators'),
    '/strategy/indicators/:authority/:slug': see('guest', '/strategy/indicators/luzern/ogd-stadt'),
    '/strategy/map': see('guest', '/strategy/map'),
    '/strategy/questions': see('guest', '/strategy/questions?from=luzern/m2&to=luzern/fb4'),
    '/desk/strategy': see('strategist', '/luzern/desk/strategy'),
    '/strategy/projects': see('guest', '/strategy/projects'),
    '/strategy/projects/:owner/:slug': see('guest', '/strategy/projects/luzern/beispiel-baugesuche-online'),
    '/desk/strategy/projects': see('strategist', '/luzern/desk/strategy/projects'),
    '/desk/strategy/projects/:slug': see(
      'strategist',
      ...['overview', 'plan', 'money', 'reports', 'edit'].map(
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
    '/strategy/parliament': see('guest', '/strategy/parliament'),
    '/desk/strategy/agreements': see('strategist', '/luzern/desk/strategy/agreements'),
    '/desk/strategy/agreements/:keeper/:slug': see(
      'strategist',
      '/luzern/desk/strategy/agreements/kanton-luzern/vereinbarung-eumzuglu-agglo',
    ),
    '/desk/strategy/parliament': see('strategist', '/luzern/desk/strategy/parliament'),
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
    '/desk/strategy/goals': see('strategist', '/luzern/desk/strategy/goals'),
    '/desk/strategy/goals/:slug': see('strategist', '/luzern/desk/strategy/goals/fb1?find=Smart'),
    '/desk/strategy/people': see('strategist', '/luzern/desk/strategy/people'),
    '/desk/strategy/people/:id': see('strategist', `/luzern/desk/strategy/people/${rosa}`),
    '/desk/strategy/people/demand/:slug': see(
      'strategist',
      '/luzern/desk/strategy/people/demand/beispiel-digitales-archiv',
    ),
  }
}
