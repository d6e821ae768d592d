import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import type { Node } from '../graph/node.ts'
import { SteeringTabs } from './steering-tabs.tsx'

type CockpitPageProps = Pick<DeskPage, 't' | 'href'> & {
  readonly language: Language
  readonly authorityName: string
  readonly projects: readonly Node[]
}

export function CockpitPage({ t, href, language, authorityName, projects }: CockpitPageProps) {
  return (
    <>
      <h1>{t('strategy.desk.title')}</h1>
      <p>{authorityName}</p>
      <SteeringTabs {...{ t, href }} current="cockpit" />
      {projects.length === 0 ? (
        <EmptyState title={t('strategy.desk.no_projects')} />
      ) : (
        <ul>
          {projects.map(({ id, title }) => (
            <li key={id}>{textIn(title, language)}</li>
          ))}
        </ul>
      )}
    </>
  )
}
