import type { ComponentChildren } from 'preact'
import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { deskPage, FormReading, findServices } from '#modules/egovernment/public.ts'
import { listEdgesOf, listNodesById } from '../../graph/edge-queries.ts'
import type { Node } from '../../graph/node.ts'
import { readValue } from '../../money/project-value.ts'
import { listFunding, listYears } from '../../money/queries.ts'
import { findChecks, listConditions, listDecisions } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { openSteps, standardChecks } from '../../projects/hermes.ts'
import { partNames, parts } from '../../projects/parts.ts'
import { listRecords } from '../../projects/records.ts'
import { listReports } from '../../projects/reports.ts'
import { findScores } from '../../projects/scores.ts'
import type { Versions } from '../both-versions.tsx'
import { deskPath, steeringAnswer } from '../desk-context.ts'
import type { FieldValues } from '../versions.ts'
import { EditTab, projectValues } from './edit-tab.tsx'
import { MoneyTab } from './money-tab.tsx'
import { type Linked, OverviewTab } from './overview-tab.tsx'
import { partValues } from './part-form.ts'
import { PlanTab } from './plan-tab.tsx'
import { type ProjectTab, readAsked, tabPath, tabs } from './project-context.ts'
import { ProjectPage } from './project-page.tsx'
import { RecordsTab } from './records-tab.tsx'
import { ReportsTab } from './reports-tab.tsx'
import { ScoreForm, scoreValues } from './score-form.tsx'

/** What a form that was sent brings back to the page of its project. */
export type Shown = {
  readonly tab?: ProjectTab
  readonly form?: FormReading
  readonly was?: FieldValues
  readonly versions?: Versions | undefined
  readonly status?: number
}

export async function showProject(scope: Scope, request: Request, shown: Shown): Promise<Answer> {
  const { language, query } = request
  const project = await readAsked(scope, request)
  const tab = shown.tab ?? tabs.find((one) => one === query.get('tab')) ?? 'overview'
  const children = await tabOf(scope, request, { ...shown, project, tab })
  const body = (
    <ProjectPage
      {...deskPage(request)}
      {...{ language, project, tab, children }}
      form={shown.form}
      hasVersions={shown.versions !== undefined}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(project.title, language), body }, shown.status)
}

type TabInput = Shown & { readonly project: ProjectRecord; readonly tab: ProjectTab }

async function tabOf(scope: Scope, request: Request, input: TabInput): Promise<ComponentChildren> {
  const { language, t } = request
  const { project, tab } = input
  const common = { ...deskPage(request), language, project }
  const blank = (values: FieldValues = {}) => input.form ?? FormReading.blank(t, values)
  switch (tab) {
    case 'overview':
      return overview(scope, request, input)
    case 'plan': {
      const [conditions, gates] = await Promise.all([listConditions(scope, project), readGates(scope, project)])
      const own = input.form?.value('gate') ? input.form : undefined
      return (
        <>
          <PlanTab {...common} {...{ conditions, gates }} form={own ?? FormReading.blank(t)} />
          <h2>{t('strategy.projects.tab.milestones')}</h2>
          {await recordsOf(scope, request, { ...input, ...(own && { form: FormReading.blank(t) }) })}
        </>
      )
    }
    case 'money': {
      const [value, years, funding] = await Promise.all([
        readValue(scope, project, project.budget),
        listYears(scope, project, 'project_id'),
        listFunding(scope, project),
      ])
      const form = blank({ planned: '0', committed: '0', spent: '0', expected: '0' })
      return <MoneyTab {...common} {...{ value, years, funding, form }} />
    }
    case 'risks':
    case 'change':
    case 'contracts':
      return recordsOf(scope, request, input)
    case 'reports': {
      const reports = await listReports(scope, project)
      const before = reports.find(({ id }) => id === request.query.get('before'))
      const after = reports.find(({ id }) => id === request.query.get('after'))
      return <ReportsTab {...common} {...{ reports }} compared={before && after && [before, after]} form={blank()} />
    }
    case 'edit': {
      const stored = projectValues(project)
      return <EditTab {...common} form={blank(stored)} was={input.was ?? stored} versions={input.versions} />
    }
  }
}

export const readGates = (scope: Scope, project: ProjectRecord) =>
  Promise.all(
    openSteps(project.phase, project).map(async (step) => ({
      step,
      checks: (await findChecks(scope, project, step.gate)) ?? standardChecks(step.gate),
    })),
  )

async function recordsOf(scope: Scope, request: Request, { project, tab, form, was, versions }: TabInput) {
  const part = partNames.find((one) => one === tab) ?? 'milestones'
  const records = await listRecords(scope, project, part)
  const id = form?.value('id') || request.query.get('edit')
  const record = records.find((one) => one.id === id)
  const stored = partValues(parts[part].fields, record?.values)
  return (
    <RecordsTab
      {...deskPage(request)}
      {...{ project, part, tab, records }}
      shown={{ form: form ?? FormReading.blank(request.t, stored), id: record?.id, was: was ?? stored, versions }}
    />
  )
}

async function overview(scope: Scope, request: Request, { project, form }: TabInput) {
  const { t, language } = request
  const [scores, decisions, [latest], edges, services] = await Promise.all([
    findScores(scope, project),
    listDecisions(scope, project),
    listReports(scope, project, 1),
    listEdgesOf(scope, [project]),
    listServices(scope, request, project),
  ])
  const others = edges.map(({ from, to }) => (from.id === project.id ? to.id : from.id))
  const nodes = new Map((await listNodesById(scope, others)).map((node) => [node.id, node]))
  const linked = edges.flatMap(({ kind, from, to }): Linked[] => {
    const node = nodes.get(from.id === project.id ? to.id : from.id)
    if (!node) return []
    const isFrom = from.id === project.id
    const says = t(isFrom ? `strategy.projects.edge.${kind}` : `strategy.projects.edge_back.${kind}`)
    return [{ title: textIn(node.title, language), path: pathOf(node, project), says }]
  })
  return (
    <>
      <OverviewTab {...deskPage(request)} {...{ language, project, scores, decisions, latest, linked, services }} />
      <ScoreForm
        {...deskPage(request)}
        project={project}
        form={form ?? FormReading.blank(t, { ...scoreValues(scores), scored_by: project.owner ?? '' })}
      />
    </>
  )
}

function pathOf(node: Node, { authorityId }: ProjectRecord): string {
  const isOwn = node.authorityId === authorityId
  if (node.kind === 'project')
    return isOwn ? tabPath(node, 'overview') : `/strategy/projects/${node.authorityId}/${node.slug}`
  if (node.kind === 'credit' && isOwn) return `${deskPath}/credits/${node.slug}?authority=${authorityId}`
  return isOwn
    ? `${deskPath}/goals/${node.slug}?authority=${authorityId}`
    : `/strategy/goals/${node.authorityId}/${node.slug}`
}

async function listServices(scope: Scope, { language }: Request, { authorityId, id }: ProjectRecord) {
  const rows = await scope.db
    .selectFrom('strategy.project_services')
    .select('service_id')
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('service_id')
    .execute()
  if (rows.length === 0) return []
  const { items } = await findServices(scope, { text: '', language, limit: 200 })
  return rows.flatMap((row) => {
    const service = items.find((item) => item.id === row.service_id)
    return service ? [{ id: row.service_id, name: textIn(service.title, language) }] : []
  })
}
