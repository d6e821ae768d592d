import type { Instance } from './instance.ts'
import { nowhere } from './timetable.ts'

/** An instance with some of the projects only, and where their activities were in the whole one. */
export type Part = {
  readonly instance: Instance
  readonly activityAt: readonly number[]
  readonly projectAt: readonly number[]
}

/** The part of an instance that holds only these projects. What they follow has to be among them. */
export function partOf(instance: Instance, chosen: readonly boolean[]): Part {
  const { activities, projects } = instance
  const projectAt = [...projects.keys()].filter((at) => chosen[at])
  const activityAt = [...activities.keys()].filter((at) => chosen[activities[at]?.project ?? nowhere])
  const newProject = new Map(projectAt.map((at, place) => [at, place]))
  const newActivity = new Map(activityAt.map((at, place) => [at, place]))
  return {
    instance: {
      ...instance,
      projects: projects.filter((_one, at) => chosen[at]),
      activities: activities
        .filter(({ project }) => chosen[project])
        .map((one) => ({
          ...one,
          project: newProject.get(one.project) ?? nowhere,
          after: one.after.map(({ activity, lag }) => ({ activity: newActivity.get(activity) ?? nowhere, lag })),
        })),
    },
    activityAt,
    projectAt,
  }
}

/** Dates of a part as dates of the whole: what is not in it has no place. */
export function wholeStarts(instance: Instance, { activityAt }: Part, starts: ArrayLike<number>): Int32Array {
  const whole = new Int32Array(instance.activities.length).fill(nowhere)
  for (const [place, at] of activityAt.entries()) whole[at] = starts[place] ?? nowhere
  return whole
}
