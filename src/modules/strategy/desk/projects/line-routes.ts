import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { FormReading } from '#modules/egovernment/public.ts'
import { type Part, type PartName, partNames, parts } from '../../projects/parts.ts'
import { isReachedByHand } from '../../projects/reached-by-gate.ts'
import { listRecords, type PartRecord, putRecord, removeRecord } from '../../projects/records.ts'
import { serviceNames } from '../../projects/services-of.ts'
import { isOvertaken, keepEdit, secondEdit, sentEdit } from '../edit.ts'
import { partValues, readPartForm } from './part-form.ts'
import { type ProjectTab, readAsked, readLed, toTab } from './project-context.ts'
import { type Shown, showProject } from './show-project.tsx'

const tabOfPart: Readonly<Record<PartName, ProjectTab>> = {
  milestones: 'plan',
  phases: 'phases',
  risks: 'risks',
  change: 'change',
  services: 'services',
  contracts: 'contracts',
}

function readLineForm(
  form: FormReading,
  name: PartName,
  before: PartRecord['values'] | undefined,
): PartRecord['values'] | undefined {
  const values = readPartForm(form, parts[name])
  if (values && name === 'milestones' && isReachedByHand(values, before))
    form.fail('reached_on', 'strategy.projects.error.by_gate')
  return form.isSound ? values : undefined
}

/**
 * Saves a line of a list. What others changed elsewhere in the project meanwhile does not matter to it; where this very line was changed, both
 * versions are shown.
 */
export async function keepLine(scope: Scope, request: Request): Promise<Answer> {
  const { t, form: body } = request
  const project = await readLed(scope, request)
  const name = partNames.find((one) => one === request.params.part)
  if (!name) throw new NotFoundError('no such list')
  const part: Part = parts[name]
  const tab = tabOfPart[name]
  const form = new FormReading(t, body)
  const sent = form.value('id')
  // A line that is known by what it says may have been added by somebody else meanwhile.
  const id = sent === '' && part.key !== 'id' ? form.value(part.key) : sent
  const find = async () => (await listRecords(scope, project, name)).find((line) => line.id === id)
  const record = await find()
  if (sent !== '' && !record) throw new NotFoundError('no such line')
  const stored = partValues(part.fields, record?.values)
  const show = (shown: Omit<Shown, 'tab' | 'of'>) =>
    showProject(scope, request, { tab, of: 'line', id: record?.id, ...shown })
  if (record && isOvertaken(request, stored)) return show({ edit: secondEdit(request, stored), status: 412 })
  if (name === 'services' && !(await serviceNames(scope, request.language)).has(form.value('service_id')))
    throw new NotFoundError('no such service')
  const isRemoved = record !== undefined && form.value('remove') === 'yes'
  const values = isRemoved ? undefined : readLineForm(form, name, record?.values)
  if (!isRemoved && !values) return show({ edit: sentEdit(request, form, Object.keys(stored)), status: 422 })
  return keepEdit(request, {
    form,
    read: async () => ({
      values: record ? partValues(part.fields, (await find())?.values) : {},
      revision: (await readAsked(scope, request)).revision,
    }),
    work: async (writing, revision) => {
      if (values) await putRecord(writing, project, { part: name, id: record?.id, revision, values })
      else if (record) {
        const isInside = form.value('shown') === 'inside'
        await removeRecord(writing, project, { part: name, id: record.id, revision, isInside })
      }
    },
    done: () => toTab(request, project, tab),
    show: (edit, status) => show({ edit, status }),
  })
}
