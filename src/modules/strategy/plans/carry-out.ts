import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { isUuid, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Module } from '#kernel/module.ts'
import { accounts } from '../money/queries.ts'
import { firstDay } from '../people/months.ts'
import { assignPeople } from '../planning/assign-people.ts'
import type { Instance } from '../planning/instance.ts'
import type { MadePlan, PlanProgress } from '../planning/make-plan.ts'
import type { Reason } from '../planning/reasons.ts'
import { runPlan } from '../planning/run-plan.ts'
import { nowhere } from '../planning/timetable.ts'
import { instanceOf, type PlanGround, planFrom } from './instance-of.ts'
import { findRun, heardSince, type PlanRun } from './plan-run.ts'
import { goalsOf, type PlanResult, type PlanSettings, type StoredReason } from './plan-settings.ts'
import { type Portfolio, readPortfolio } from './read-portfolio.ts'

const platform = systemActor('strategy')
const wordMs = 700

/** Makes the plan that was asked for, in a process of its own, and writes down how far it is. One that somebody else makes, or that is over, is left. */
async function makePlanned({
  payload,
  kernel,
}: {
  payload: Readonly<Record<string, unknown>>
  kernel: Kernel
}): Promise<void> {
  const { authorityId: authority, runId: id } = payload
  if (typeof authority !== 'string' || typeof id !== 'string' || !isUuid<'strategy-plan'>(id)) return
  const authorityId = slug<'authority'>(authority)
  const { database } = kernel
  const run = await database.write(platform, async (scope) => {
    const claimed = await runsOf(scope, { authorityId, id })
      .set({ state: 'running', heard_at: scope.now() })
      .where('state', '=', 'waiting')
      .returning('id')
      .executeTakeFirst()
    return claimed && findRun(scope, authorityId, id)
  })
  if (!run) return
  try {
    await carryOut(kernel, run)
  } catch (error) {
    kernel.log.fault(error, { plan: id })
    await database.write(platform, async (scope) => {
      await runsOf(scope, run).set({ state: 'failed', ended_at: scope.now() }).execute()
    })
  }
}

async function carryOut({ database }: Kernel, run: PlanRun): Promise<void> {
  const { settings, authorityId } = run
  const { portfolio, ground } = await database.read(platform, async (scope) => {
    const from = planFrom(scope.today())
    const read = await readPortfolio(scope, { authorityId, from, months: settings.months })
    return { portfolio: read, ground: instanceOf(read, settings) }
  })
  const stop = new AbortController()
  let last: PlanProgress | undefined
  const hear = async () => {
    const word = last
    const answer = await database.write(platform, (scope) =>
      runsOf(scope, run)
        .set({ heard_at: scope.now(), ...(word && { progress: jsonb(word) }) })
        .returning('wants_stop')
        .executeTakeFirst(),
    )
    if (answer?.wants_stop) stop.abort()
  }
  // A word that cannot be written now is written with the next one.
  const timer = setInterval(() => void hear().catch(() => undefined), wordMs)
  const limits = {
    loadShare: 1000 - settings.reserve * 10,
    usesPeople: settings.usesPeople,
    usesMoney: settings.money !== 'none',
  }
  const order = {
    instance: ground.instance,
    goals: goalsOf[settings.aim],
    limits,
    caps: { rappen: settings.cap },
    mayLeaveOut: settings.mayLeaveOut || settings.cap !== undefined,
    frontier: settings.frontier === 'none' ? undefined : settings.frontier,
    seconds: settings.seconds,
    seed: 1,
  }
  try {
    const plan = await runPlan(order, {
      stop: stop.signal,
      progress: (word) => {
        last = word
      },
    })
    await database.write(platform, (scope) => keepPlan(scope, run, { plan, ground, portfolio }))
  } finally {
    clearInterval(timer)
  }
}

const runsOf = (scope: WriteScope<SystemActor>, { authorityId, id }: Pick<PlanRun, 'authorityId' | 'id'>) =>
  scope.db.updateTable('strategy.plan_runs').where('authority_id', '=', authorityId).where('id', '=', id)

type Made = { readonly plan: MadePlan; readonly ground: PlanGround; readonly portfolio: Portfolio }

async function keepPlan(scope: WriteScope<SystemActor>, run: PlanRun, made: Made): Promise<void> {
  const { plan } = made
  await runsOf(scope, run)
    .set({
      state: plan.wasStopped ? 'stopped' : 'done',
      result: jsonb(resultOf(made, run.settings)),
      progress: jsonb({ stage: 'people', share: 1000, benefit: plan.benefit }),
      ended_at: scope.now(),
      heard_at: scope.now(),
    })
    .execute()
  const rows = assignmentRows(run, made)
  const most = 2_000
  for (let at = 0; at < rows.length; at += most)
    await scope.db
      .insertInto('strategy.plan_assignments')
      .values(rows.slice(at, at + most))
      .execute()
}

/** What came out, by the ids of the house; nothing of persons. */
export function resultOf({ plan, ground, portfolio }: Made, { months }: PlanSettings): PlanResult {
  const { from, skills } = portfolio
  const { origins, projects, instance } = ground
  const idOf = (project: number) => projects[project]?.id ?? ''
  const skillId = (skill: number) => skills[skill]?.id ?? ''
  const month = (one: number) => from + one
  return {
    from,
    firstYear: Math.floor(from / 12),
    unplanned: ground.unplanned,
    benefit: plan.benefit,
    spending: spendingOf(plan, ground),
    tenths: plan.tenths,
    late: plan.late,
    tries: plan.tries,
    milliseconds: plan.milliseconds,
    // As of today: without people who are only assumed.
    overloadToday: overloadOf({ ...instance, people: instance.people.slice(0, portfolio.people.length) }, months),
    overload: plan.overload.map(({ month: at, skill, level, tenths }) => ({
      month: month(at),
      skillId: skillId(skill),
      level,
      tenths,
    })),
    ...(plan.gapOfDates !== undefined && { gapOfDates: plan.gapOfDates }),
    ...(plan.gapOfChoice !== undefined && { gapOfChoice: plan.gapOfChoice }),
    frontier: plan.frontier.map(({ gap, ...point }) => ({ ...point, ...(gap !== undefined && { gap }) })),
    proposals: plan.proposals.map(({ project, wished, start, end, lateBy, reasons }) => ({
      nodeId: idOf(project),
      revision: projects[project]?.revision ?? 0,
      ...(wished !== undefined && { wished: month(wished) }),
      ...(start !== undefined && { start: month(start) }),
      ...(end !== undefined && { end: month(end) }),
      lateBy,
      reasons: reasons.map((reason) => storedReason(reason, { idOf, skillId, month, ground })),
      parts: origins.flatMap((origin, at) => {
        if (origin.project.id !== idOf(project)) return []
        const begins = plan.starts[at] ?? nowhere
        const { phase, months: length, isFixed } = origin
        return [
          {
            ...(phase !== undefined && { phase }),
            from: origin.from,
            months: length,
            ...(begins !== nowhere && { start: month(begins) }),
            isFixed,
          },
        ]
      }),
    })),
  }
}

/** Money by calendar year, the two accounts apart; an account from which nothing is paid is left out. */
function spendingOf({ rappenByCredit }: MadePlan, { accounts: own }: PlanGround): NonNullable<PlanResult['spending']> {
  return accounts.flatMap((account) => {
    const paid = rappenByCredit.filter((_years, credit) => own[credit]?.account === account)
    const [first = []] = paid
    const rappenByYear = first.map((_one, at) => paid.reduce((sum, years) => sum + (years[at] ?? 0), 0))
    return paid.length === 0 ? [] : [{ account, rappenByYear }]
  })
}

type Names = {
  readonly idOf: (project: number) => string
  readonly skillId: (skill: number) => string
  readonly month: (one: number) => number
  readonly ground: PlanGround
}

function storedReason(reason: Reason, { idOf, skillId, month, ground }: Names): StoredReason {
  switch (reason.kind) {
    case 'people':
      return {
        kind: 'people',
        month: month(reason.month),
        skills: reason.skills.map(({ skill, level }) => ({ skillId: skillId(skill), level })),
        load: reason.load,
        others: reason.others.map(idOf),
      }
    case 'money': {
      const origin = ground.ceilings[ground.instance.ceilings.indexOf(reason.ceiling)]
      return { kind: 'money', ...origin, over: Math.round(reason.over), others: reason.others.map(idOf) }
    }
    case 'after':
      return { kind: 'after', nodeId: idOf(reason.project) }
    case 'outside':
    case 'horizon':
    case 'benefit':
      return reason
  }
}

/** Tenths of days that nobody would have time for if everything stayed where it is today. */
function overloadOf(instance: Instance, months: number): number {
  const starts = instance.activities.map(({ wished, months: length }) =>
    wished !== undefined && wished + length <= months ? wished : nowhere,
  )
  return assignPeople(instance, starts).missing.reduce((sum, { tenths }) => sum + tenths, 0)
}

function assignmentRows(run: PlanRun, { plan, ground, portfolio }: Made) {
  const rows = new Map<string, { key: readonly number[]; tenths: number }>()
  for (const { activity, person, month, skill, level, tenths } of plan.assignments) {
    // What people do who are only assumed is nobody's work.
    if (person >= portfolio.people.length) continue
    const project = ground.instance.activities[activity]?.project ?? nowhere
    const key = [person, project, skill, level, month] as const
    const name = key.join()
    rows.set(name, { key, tenths: tenths + (rows.get(name)?.tenths ?? 0) })
  }
  return [...rows.values()].map(({ key: [person = 0, project = 0, skill = 0, level = 0, month = 0], tenths }) => ({
    authority_id: run.authorityId,
    run_id: run.id,
    person_id: portfolio.people[person]?.id ?? '',
    node_id: ground.projects[project]?.id ?? '',
    skill_id: portfolio.skills[skill]?.id ?? '',
    level,
    month: firstDay(portfolio.from + month),
    tenths,
  }))
}

export const planJobs: NonNullable<Module['jobs']> = {
  'strategy.make_plan': {
    purpose: 'strategy',
    about: 'Makes a plan of projects, dates and people that somebody asked for.',
    longWork: makePlanned,
  },
  'strategy.end_lost_plans': {
    purpose: 'strategy',
    about: 'Notes as stopped the plans whose process ended before they did.',
    handler: async (scope) => {
      scope.write(
        scope.db
          .updateTable('strategy.plan_runs')
          .set({ state: 'stopped', ended_at: scope.now() })
          .where('state', '=', 'running')
          .where('heard_at', '<', heardSince(scope.now())),
      )
    },
  },
}

export const planSchedules: NonNullable<Module['schedules']> = [
  { job: 'strategy.end_lost_plans', cron: '*/10 * * * *', atStart: true },
]
