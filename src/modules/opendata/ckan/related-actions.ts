import type { Actions } from './action.ts'
import { notFound } from './action-error.ts'
import { findPackage, findResource } from './find-package.ts'

/** What CKAN has and this platform has not: views of resources, relationships, groups that somebody may change. There are none, which is an answer. */
export const relatedActions: Actions = {
  resource_view_list: {
    help: 'The views of a resource: none, each table has its pages here. id.',
    run: async ({ scope, parameters }) => {
      await findResource(scope, parameters.required('id'))
      return []
    },
  },
  resource_view_show: {
    help: 'A view of a resource: there is none. id.',
    run: ({ parameters }) => {
      parameters.required('id')
      throw notFound()
    },
  },
  package_relationships_list: {
    help: 'The relationships of a data set: none; relations of DCAT and series stand in the data set itself. id, id2.',
    run: async ({ scope, parameters }) => {
      await findPackage(scope, parameters.required('id'))
      const other = parameters.text('id2')
      if (other !== undefined) await findPackage(scope, other)
      return []
    },
  },
  group_list_authz: {
    help: 'Themes that you may change: none, nobody signs in here.',
    run: () => [],
  },
  organization_list_for_user: {
    help: 'Authorities that you have a permission for: none, nobody signs in here.',
    run: () => [],
  },
}
