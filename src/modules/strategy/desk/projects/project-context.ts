import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { findProject, type ProjectRecord } from '../../projects/find-project.ts'
import { authorityOfProjects, deskPath, refuseReaders } from '../desk-context.ts'

export const projectsPath = `${deskPath}/projects`

export const tabs = [
  'overview',
  'plan',
  'phases',
  'money',
  'risks',
  'change',
  'services',
  'contracts',
  'reports',
  'edit',
] as const
export type ProjectTab = (typeof tabs)[number]

/** The project of the address. Throws 404 where it is not of an authority in which she steers or leads projects. */
export async function readAsked(scope: Scope, request: Request): Promise<ProjectRecord> {
  const project = await findProject(scope, authorityOfProjects(request), request.params.slug ?? '')
  if (!project) throw new NotFoundError('no such project')
  return project
}

/** The same for who writes something of it. Throws 403 where she neither steers for it nor leads it today. */
export async function readLed(scope: Scope, request: Request): Promise<ProjectRecord> {
  const project = await readAsked(scope, request)
  await refuseReaders(scope, request, project)
  return project
}

/** The address of one of a project's tabs. */
export function tabPath(
  { authorityId, slug }: Pick<ProjectRecord, 'authorityId' | 'slug'>,
  tab: ProjectTab,
  more = '',
) {
  return `${projectsPath}/${slug}?authority=${authorityId}&tab=${tab}${more}`
}

/** Back to a tab once something was saved there. */
export const toTab = (request: Request, project: ProjectRecord, tab: ProjectTab): Answer =>
  seeOther(toDone(request.href(tabPath(project, tab, '&done=saved'))))
