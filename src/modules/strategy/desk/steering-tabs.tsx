import type { DeskPage } from '#modules/egovernment/public.ts'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { deskPath } from './desk-context.ts'

/** The parts of the desk for the strategy, in the order in which their tabs stand; each comes with the routes that show it. */
const parts = {
  cockpit: '',
  projects: '/projects',
  credits: '/credits',
  goals: '/goals',
  indicators: '/indicators',
  roadmap: '/roadmap',
  people: '/people',
  planning: '/planning',
  exchange: '/exchange',
  synergies: '/synergies',
  agreements: '/agreements',
  parliament: '/parliament',
} as const
export type SteeringPart = keyof typeof parts

/** The tabs above every page of the desk for the strategy. */
export function SteeringTabs({ t, href, current }: Pick<DeskPage, 't' | 'href'> & { current: SteeringPart }) {
  const names = Object.entries(parts)
  return (
    <Tabs
      label={t('strategy.desk.parts')}
      items={names.map(([part, path]) => ({
        href: href(`${deskPath}${path}`),
        text: t(`strategy.desk.part.${part}`),
        ...(part === current && { isCurrent: true }),
      }))}
    />
  )
}
