import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isUuid } from '#kernel/ids.ts'
import { FormReading } from '#modules/egovernment/public.ts'
import { assignLead, endLead, leadParts } from '../../projects/leads.ts'
import { attempt } from '../desk-context.ts'
import { sentEdit } from '../edit.ts'
import { readAsked, toTab } from './project-context.ts'
import { showProject } from './show-project.tsx'

/** Makes somebody lead of a project, or deputy. */
export async function assign(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const staffId = form.value('staff')
  if (!isUuid<'staff'>(staffId)) form.fail('staff', 'strategy.projects.error.missing')
  const part = form.choice('part', leadParts)
  const show = (status: number) =>
    showProject(scope, request, { tab: 'overview', of: 'lead', edit: sentEdit(request, form), status })
  if (!form.isSound || !isUuid<'staff'>(staffId) || !part) return show(422)
  const { revision } = project
  const refused = await attempt(request, (writing) => assignLead(writing, project, { staffId, part, revision }))
  if (!refused) return toTab(request, project, 'overview')
  form.refusal = refused.refusal
  return show(refused.status)
}

/** Ends that somebody leads a project. */
export async function endOfLead(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const { id = '' } = request.params
  if (!isUuid(id)) throw new NotFoundError('nobody of that id')
  const { revision } = project
  const refused = await attempt(request, (writing) => endLead(writing, project, { id, revision }))
  if (!refused) return toTab(request, project, 'overview')
  const form = new FormReading(request.t, request.form)
  form.refusal = refused.refusal
  const edit = sentEdit(request, form)
  return showProject(scope, request, { tab: 'overview', of: 'lead', edit, status: refused.status })
}
