import type { ComponentChildren } from 'preact'
import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { listEdgesOf, listNodesById } from '../../graph/edge-queries.ts'
import type { Node } from '../../graph/node.ts'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import { readValue } from '../../money/project-value.ts'
import { amounts, listFunding, listYears } from '../../money/queries.ts'
import { findGateChecks, listChecklists, namesOfTickers } from '../../projects/checks.ts'
import { listConditions, listDecisions } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { gates, openSteps, standardChecks } from '../../projects/hermes.ts'
import { listCandidates, listLeads } from '../../projects/leads.ts'
import { partNames, parts } from '../../projects/parts.ts'
import { listPhaseMoney } from '../../projects/phase-money.ts'
import { listRecords } from '../../projects/records.ts'
import { listReports } from '../../projects/reports.ts'
import { findScorer, findScores } from '../../projects/scores.ts'
import { findServicesLike, serviceNames } from '../../projects/services-of.ts'
import { deskPath, standingTo, steeringAnswer } from '../desk-context.ts'
import { type Edit, startEdit } from '../edit.ts'
import type { FieldValues } from '../versions.ts'
import { Checklists } from './checklists.tsx'
import { EditTab, projectValues } from './edit-tab.tsx'
import { dayText } from './labels.tsx'
import { Leads } from './leads-section.tsx'
import { MoneyTab } from './money-tab.tsx'
import { type Linked, OverviewTab } from './overview-tab.tsx'
import { partValues } from './part-form.ts'
import { type GateForm, gateFieldId, PlanTab } from './plan-tab.tsx'
import { type ProjectTab, readAsked, tabPath, tabs } from './project-context.ts'
import { ProjectPage } from './project-page.tsx'
import { RecordsTab } from './records-tab.tsx'
import { ReportsTab } from './reports-tab.tsx'
import { ScoreForm, scoreValues } from './score-form.tsx'

/** What a form that was sent brings back to the page of its project. */
export type Shown = {
  readonly tab?: ProjectTab
  /** Which of the forms of the tab it is, where there are several. */
  readonly of?: 'line' | 'gate' | 'condition' | 'checks' | 'lead'
  /** The line or condition it belongs to. */
  readonly id?: string | undefined
  readonly edit?: Edit
  readonly status?: number
}

export async function showProject(scope: Scope, request: Request, shown: Shown): Promise<Answer> {
  const { language, query } = request
  const project = await readAsked(scope, request)
  const standing = await standingTo(scope, request, project)
  const wanted = shown.tab ?? tabs.find((one) => one === query.get('tab')) ?? 'overview'
  const tab = standing === 'reader' && wanted === 'edit' ? 'overview' : wanted
  const children = await tabOf(scope, request, { ...shown, project, tab, standing })
  const body = (
    <ProjectPage
      {...deskPage(request)}
      {...{ language, project, tab, standing, children }}
      form={shown.edit?.form}
      fieldId={fieldIdOf(shown)}
      hasVersions={shown.edit?.versions !== undefined}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(project.title, language), body }, shown.status)
}

/** Where the error summary leads: of several gates' forms on the page, to the one that was sent. */
function fieldIdOf({ of, edit }: Shown): (name: string) => string {
  return (name) => (of === 'gate' && edit ? gateFieldId(edit.form.value('gate'), name) : name)
}

type TabInput = Shown & {
  readonly project: ProjectRecord
  readonly tab: ProjectTab
  readonly standing: ProjectStanding
}

async function tabOf(scope: Scope, request: Request, input: TabInput): Promise<ComponentChildren> {
  const { language, t } = request
  const { project, tab, standing } = input
  const common = { ...deskPage(request), language, project, standing }
  const edit = (values: FieldValues = {}) => input.edit ?? startEdit(t, values)
  switch (tab) {
    case 'overview':
      return overview(scope, request, input)
    case 'plan':
      return plan(scope, request, input)
    case 'money': {
      const [value, years, funding] = await Promise.all([
        readValue(scope, project),
        listYears(scope, project, 'project_id'),
        listFunding(scope, project),
      ])
      return <MoneyTab {...common} {...{ value, years, funding }} edit={input.edit ?? newMonth(t)} />
    }
    case 'phases':
    case 'risks':
    case 'change':
    case 'services':
    case 'contracts':
      return recordsOf(scope, request, input)
    case 'reports': {
      const reports = await listReports(scope, project)
      const before = reports.find(({ id }) => id === request.query.get('before'))
      const after = reports.find(({ id }) => id === request.query.get('after'))
      return <ReportsTab {...common} {...{ reports }} compared={before && after && [before, after]} edit={edit()} />
    }
    case 'edit':
      return <EditTab {...common} edit={edit(projectValues(project, standing))} />
  }
}

/** Amounts of a month begin with nothing; what is there already has not been seen. */
const newMonth = (t: Request['t']): Edit => ({
  ...startEdit(t, {}),
  form: FormReading.blank(t, Object.fromEntries(amounts.map((name) => [name, '0']))),
})

async function plan(scope: Scope, request: Request, input: TabInput) {
  const { project, of, standing } = input
  const [conditions, open, decisions, lists] = await Promise.all([
    listConditions(scope, project),
    readGates(scope, project),
    listDecisions(scope, project),
    listChecklists(scope, project),
  ])
  const tickers = await namesOfTickers(
    scope,
    lists.map(({ checks }) => checks),
  )
  const edit = input.edit ?? startEdit(request.t, {})
  const gates = of === 'gate' ? withAsked(open, edit.form, project) : open
  const seen =
    decisions
      .map(({ id }) => id)
      .toSorted()
      .at(-1) ?? ''
  const blank = startEdit(request.t, {})
  return (
    <>
      <PlanTab
        {...deskPage(request)}
        {...{ project, standing, conditions, gates, seen, tickers }}
        edit={of === 'gate' ? edit : blank}
        meeting={of === 'condition' ? { id: input.id, edit } : undefined}
      />
      <h2>{request.t('strategy.projects.tab.milestones')}</h2>
      {await recordsOf(scope, request, of === 'line' ? input : { project, standing, tab: input.tab })}
      <Checklists
        {...deskPage(request)}
        {...{ language: request.language, project, standing, lists, tickers }}
        sent={of === 'checks' ? { id: input.id, edit } : undefined}
      />
    </>
  )
}

/** With the gate that she wrote a decision for, also where somebody else took the project through it meanwhile: what she typed stays. */
function withAsked(open: readonly GateForm[], form: FormReading, { phase }: ProjectRecord): readonly GateForm[] {
  const gate = gates.find((one) => one === form.value('gate'))
  if (!gate || open.some(({ step }) => step.gate === gate)) return open
  return [{ step: { gate, from: phase, to: phase }, checks: standardChecks(gate) }, ...open]
}

const readGates = (scope: Scope, project: ProjectRecord) =>
  Promise.all(
    openSteps(project.phase, project).map(async (step) => ({
      step,
      checks: (await findGateChecks(scope, project, step.gate)) ?? standardChecks(step.gate),
    })),
  )

async function recordsOf(scope: Scope, request: Request, { project, tab, standing, edit, id }: TabInput) {
  const { query, language, t } = request
  const part = partNames.find((one) => one === tab) ?? 'milestones'
  const records = await listRecords(scope, project, part)
  const wanted = id ?? query.get('edit') ?? query.get('service')
  const record = edit && id === undefined ? undefined : records.find((one) => one.id === wanted)
  const stored = partValues(parts[part].fields, record?.values)
  const names = part === 'services' ? await serviceNames(scope, language) : new Map<string, string>()
  const word = (query.get('find') ?? '').trim().slice(0, 100)
  const chosen = query.get('service') ?? ''
  const isNew = part === 'services' && !record && names.has(chosen)
  const fresh: Edit = isNew
    ? { ...startEdit(t, stored), form: FormReading.blank(t, { service_id: chosen }) }
    : startEdit(t, stored)
  return (
    <RecordsTab
      {...deskPage(request)}
      {...{ project, part, tab, standing, records }}
      money={part === 'phases' ? await listPhaseMoney(scope, project) : new Map()}
      shown={{ edit: edit ?? fresh, id: record?.id }}
      services={{
        word,
        found: part === 'services' ? await findServicesLike(scope, language, word) : [],
        nameOf: (service) => names.get(service) ?? service,
      }}
    />
  )
}

async function overview(scope: Scope, request: Request, { project, standing, of, edit }: TabInput) {
  const { t, language } = request
  const isOffice = standing === 'office'
  const [scores, scorer, decisions, reports, edges, services, leads, candidates] = await Promise.all([
    findScores(scope, project),
    findScorer(scope, project),
    listDecisions(scope, project),
    listReports(scope, project, 12),
    listEdgesOf(scope, [project]),
    listServices(scope, request, project),
    listLeads(scope, project),
    isOffice ? listCandidates(scope, project.authorityId) : undefined,
  ])
  const others = edges.map(({ from, to }) => (from.id === project.id ? to.id : from.id))
  const nodes = new Map((await listNodesById(scope, others)).map((node) => [node.id, node]))
  const linked = edges.flatMap(({ kind, from, to }): Linked[] => {
    const node = nodes.get(from.id === project.id ? to.id : from.id)
    // What belongs to the project itself, such as a decision at its gate, stands above already.
    if (!node || node.belongsTo === project.id) return []
    const isFrom = from.id === project.id
    const says = t(isFrom ? `strategy.projects.edge.${kind}` : `strategy.projects.edge_back.${kind}`)
    return [{ title: textIn(node.title, language), path: pathOf(node, project), says }]
  })
  return (
    <>
      <OverviewTab
        {...deskPage(request)}
        {...{ language, project, standing, scores, decisions, reports, linked, services }}
      />
      <Leads
        {...deskPage(request)}
        {...{ project, leads, candidates }}
        form={of === 'lead' && edit ? edit.form : FormReading.blank(t, { part: 'lead' })}
      />
      {isOffice && (
        <ScoreForm
          {...deskPage(request)}
          project={project}
          edit={of !== 'lead' && edit ? edit : startEdit(t, scoreValues(scores, scorer))}
        />
      )}
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

async function listServices(scope: Scope, { language }: Request, project: ProjectRecord) {
  const records = await listRecords(scope, project, 'services')
  if (records.length === 0) return []
  const names = await serviceNames(scope, language)
  return records.flatMap(({ id, values: { effect, since } }) => {
    const name = names.get(id)
    const said = [effect, typeof since === 'string' ? dayText(since) : null].filter((one) => one !== null)
    return name === undefined ? [] : [{ id, name, says: said.join(', ') }]
  })
}
