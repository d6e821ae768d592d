import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { staffIn } from '../desk/case-file.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { figureRoles } from '../desk/standing.ts'
import { readCatalogue } from '../services/catalogue.ts'
import { periodStarts, periods, type Shown, toCsv } from './figures.ts'
import { FiguresPage, type Team } from './figures-page.tsx'
import type { Wanted } from './queries.ts'
import { type Report, readReport, type ServiceRow } from './report.ts'

const reads = { permission: 'egovernment.statistics.read' } as const

/** The figures of a team, as a page and as a table for other programs. Nobody's own work is in them. */
export function statisticsRoutes({ authorities }: Pick<Kernel, 'authorities'>): Route[] {
  return [
    get('/desk/statistics', reads, (scope, request) => showFigures(authorities, staffIn(scope), request)),
    get('/desk/statistics.csv', reads, async (reading, request) => {
      const { report, nameOf, wanted } = await readFigures(authorities, staffIn(reading), request)
      const body = Buffer.from(toCsv(csvRows(request, report, nameOf)), 'utf8')
      const name = `${wanted.authorityId}-${wanted.since}.csv`
      return file({ body, contentType: 'text/csv; charset=utf-8', name })
    }),
  ]
}

/** The teams whose figures somebody sees: whole authorities, or (unit set) one unit of one. */
function teamsOf(actor: StaffActor) {
  // The figures of a municipality that has merged ended with it.
  const held = actor.memberships.filter(
    ({ role, continuedBy }) => continuedBy === undefined && figureRoles.some((one) => one === role),
  )
  return held.filter(
    ({ authorityId, unitId }) =>
      unitId === null || !held.some((one) => one.authorityId === authorityId && one.unitId === null),
  )
}

async function readFigures(authorities: Kernel['authorities'], scope: Scope<StaffActor>, request: Request) {
  const { query, language, t } = request
  const teams = teamsOf(scope.actor)
  const team = teams.find(({ authorityId }) => authorityId === query.get('authority')) ?? teams[0]
  if (!team) throw new NotFoundError('no team')
  const period = periods.find((one) => one === query.get('period')) ?? 'month'
  const starts = periodStarts(period, request.today)
  const [units, catalogue] = await Promise.all([listUnits(scope, team.authorityId), readCatalogue(scope)])
  const unitId = team.unitId ?? units.find(({ id }) => id === query.get('unit'))?.id
  const wanted: Wanted = { authorityId: team.authorityId, unitId, period, since: starts[0] ?? request.today }
  const nameOf = ({ unitId: id, serviceId }: Pick<ServiceRow, 'unitId' | 'serviceId'>) => {
    const unit = units.find((one) => one.id === id)
    const service = catalogue.find(serviceId)
    return {
      unit: unit ? textIn(unit.name, language) : t('egovernment.statistics.no_unit'),
      service: service ? textIn(service.definition.title, language) : serviceId,
    }
  }
  const choices: Team = {
    authorities: [...new Set(teams.map(({ authorityId }) => authorityId))].map((id) => ({
      value: id,
      text: authorities.nameOf(id, language),
    })),
    units: team.unitId === null ? units.map(({ id, name }) => ({ value: id, text: textIn(name, language) })) : [],
    name: authorities.nameOf(team.authorityId, language),
  }
  return { report: await readReport(scope, wanted, starts), wanted, nameOf, choices }
}

async function showFigures(
  authorities: Kernel['authorities'],
  scope: Scope<StaffActor>,
  request: Request,
): Promise<Answer> {
  const { report, wanted, nameOf, choices } = await readFigures(authorities, scope, request)
  const facts = await readNav(scope)
  const title = request.t('egovernment.statistics.title')
  const body = <FiguresPage {...deskPage(request)} {...{ report, wanted, nameOf }} team={choices} />
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'statistics') })
}

type NameOf = (row: ServiceRow) => { readonly unit: string; readonly service: string }

/** The tables of the page, one below the other; what is not shown there is not in here either. */
function csvRows({ t }: Request, report: Report, nameOf: NameOf): readonly (readonly (string | number)[])[] {
  const head = (name: string) => t(`egovernment.statistics.${name}`)
  const hidden = head('hidden')
  const decided = (shown: Shown) =>
    shown.isHidden ? [hidden, hidden, hidden] : [shown.decided, shown.median ?? '', shown.p90 ?? '']
  const decidedHead = ['decided', 'median', 'p90'].map(head)
  return [
    [head('from'), head('received'), ...decidedHead],
    ...report.periods.map((row) => [formatDate(row.start), row.received, ...decided(row.decided)]),
    [],
    [
      t('egovernment.statistics.quarter', {
        first: formatDate(report.quarter.first),
        last: formatDate(report.quarter.last),
      }),
    ],
    [head('unit'), head('service'), head('received'), ...decidedHead, head('open'), head('overdue')],
    ...report.services.map((row) => {
      const { unit, service } = nameOf(row)
      return [unit, service, row.received, ...decided(row.decided), row.open, row.overdue]
    }),
    [],
    [head('way'), head('received')],
    ...report.ways.map((row) => [t(`egovernment.desk.channel.${row.channel}`), row.received]),
  ]
}
