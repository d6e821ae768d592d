import type { Action } from './action.ts'
import { notFound } from './action-error.ts'

/** About the interface itself; `actions` are all there are. */
export function siteActions(actions: () => Readonly<Record<string, Action>>): Readonly<Record<string, Action>> {
  return {
    status_show: {
      help: 'What this site is. ckan_version is the version of the Action API that is spoken here; the program is another one.',
      run: ({ kernel, request }) => ({
        ckan_version: '2.11.0',
        site_url: kernel.settings.origin,
        site_title: request.t('opendata.ckan.site_title'),
        site_description: request.t('opendata.ckan.site_description'),
        locale_default: 'de',
        error_emails_to: null,
        extensions: ['datastore'],
      }),
    },
    site_read: { help: 'True: everybody may read here.', run: () => true },
    help_show: {
      help: 'What an action does and which parameters it takes. name.',
      run: ({ parameters }) => {
        const name = parameters.required('name')
        const action = Object.hasOwn(actions(), name) ? actions()[name] : undefined
        if (!action) throw notFound('Action function not found')
        return action.help
      },
    },
  }
}
