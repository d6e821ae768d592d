import type { DeskPage } from '#modules/egovernment/public.ts'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { deskPath } from './desk-context.ts'
import { ByReader } from './for-office.tsx'

/** The parts of the desk for the strategy in the groups in which they stand; each comes with the routes that show it. */
const groups = {
  overview: { cockpit: '' },
  work: { projects: '/projects', roadmap: '/roadmap', half_years: '/half-years', exchange: '/exchange' },
  money: { credits: '/credits' },
  goals: { goals: '/goals', indicators: '/indicators', parliament: '/parliament' },
  people: { people: '/people', planning: '/planning' },
  together: { synergies: '/synergies', agreements: '/agreements' },
} as const

type PartOf<Group> = Group extends unknown ? keyof Group : never
export type SteeringPart = PartOf<(typeof groups)[keyof typeof groups]>

/** What whoever leads projects reads as well. */
const groupsOfLeads = {
  overview: groups.overview,
  work: { projects: '/projects', roadmap: '/roadmap', half_years: '/half-years' },
  money: groups.money,
  goals: { goals: '/goals', indicators: '/indicators' },
} as const

type Props = Pick<DeskPage, 't' | 'href'> & { readonly current: SteeringPart }

/**
 * The way through the desk for the strategy: groups, and below them the parts of the group one is in. On a phone the groups are one line that says
 * where one is and opens the others. A group leads to its first part; `aria-current` is `true` on the group and `page` on the part.
 */
export function SteeringTabs(props: Props) {
  return (
    <ByReader
      office={<GroupTabs {...props} shown={groups} />}
      reader={<GroupTabs {...props} shown={groupsOfLeads} />}
    />
  )
}

type GroupTabsProps = Props & { readonly shown: Readonly<Record<string, Readonly<Record<string, string>>>> }

function GroupTabs({ t, href, current, shown }: GroupTabsProps) {
  const all = Object.entries(shown).map(([name, parts]) => ({
    name: t(`strategy.desk.group.${name}`),
    parts: Object.entries(parts).map(([part, path]) => ({
      href: href(`${deskPath}${path}`),
      text: t(`strategy.desk.part.${part}`),
      ...(part === current && { isCurrent: true }),
    })),
  }))
  const here = all.find(({ parts }) => parts.some(({ isCurrent }) => isCurrent))
  return (
    <div class="steering-tabs">
      <Tabs
        label={t('strategy.desk.parts')}
        fold={t('strategy.desk.menu')}
        items={all.map(({ name, parts }) => ({
          href: parts[0]?.href ?? '',
          text: name,
          ...(name === here?.name && { isCurrent: parts.length === 1 || 'within' }),
        }))}
      />
      {here && here.parts.length > 1 && (
        <Tabs label={t('strategy.desk.parts_of', { group: here.name })} items={here.parts} />
      )}
    </div>
  )
}
