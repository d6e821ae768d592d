import type { DeskPage } from '#modules/egovernment/public.ts'
import { Button } from '#ui/components/button/button.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { projectsPath, tabPath } from './project-context.ts'

export type ServiceSearchProps = Pick<DeskPage, 't' | 'href'> & {
  readonly project: ProjectRecord
  readonly word: string
  readonly found: readonly { readonly id: string; readonly name: string }[]
}

/** Looks for a service of the platform's own catalogue, in people's words; each one found leads to its form. */
export function ServiceSearch({ t, href, project, word, found }: ServiceSearchProps) {
  return (
    <>
      <form method="get" action={href(`${projectsPath}/${project.slug}`)} class="cockpit-filter">
        <input type="hidden" name="authority" value={project.authorityId} />
        <input type="hidden" name="tab" value="services" />
        <TextField
          id="find"
          name="find"
          label={t('strategy.projects.find_service')}
          hint={t('strategy.projects.find_service_hint')}
          value={word}
          maxLength={100}
        />
        <Button variant="secondary">{t('strategy.projects.find')}</Button>
      </form>
      {word !== '' && found.length === 0 && <p>{t('strategy.projects.no_service_found')}</p>}
      {found.length > 0 && (
        <>
          <h2>{t('strategy.projects.found_services')}</h2>
          <ul>
            {found.map(({ id, name }) => (
              <li key={id}>
                <a
                  class="ds-link"
                  href={`${href(tabPath(project, 'services', `&service=${encodeURIComponent(id)}`))}#line`}
                >
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
