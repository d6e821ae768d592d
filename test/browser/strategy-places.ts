import type { PlaceToSee, Role } from './page-types.ts'

type See = (as: Role, ...paths: string[]) => readonly PlaceToSee[]

/** Where the page types of the strategy are seen, by the path of their routes. */
export function strategyPlaces(see: See): Readonly<Record<string, readonly PlaceToSee[]>> {
  return {
    '/strategy': see('guest', '/strategy'),
    '/strategy/roadmap': see('guest', '/strategy/roadmap'),
    '/desk/strategy/roadmap': see('strategist', '/luzern/desk/strategy/roadmap?by=authority'),
    '/desk/strategy': see('strategist', '/luzern/desk/strategy'),
    '/desk/strategy/goals': see('strategist', '/luzern/desk/strategy/goals'),
    '/desk/strategy/goals/:slug': see('strategist', '/luzern/desk/strategy/goals/fb1?find=Smart'),
  }
}
