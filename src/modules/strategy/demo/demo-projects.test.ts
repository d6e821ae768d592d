import { expect, test } from 'vitest'
import { demoProjectFolder } from './load-demo-projects.ts'
import { readDemoProjects } from './project-file.ts'
import { storyOf } from './project-story.ts'
import { storyDay } from './story-days.ts'

const projects = readDemoProjects(demoProjectFolder)
const stories = projects.map((project) => storyOf(project, new Date('2026-11-20T12:00:00Z')))

test('the demo tells of some two dozen projects of canton, city and municipalities, each of them an example', () => {
  expect(projects.length).toBeGreaterThanOrEqual(25)
  expect(new Set(projects.map(({ authority }) => authority)).size).toBeGreaterThanOrEqual(8)
  for (const { nodes } of stories)
    for (const node of nodes) {
      expect(node.standing).toBe('example')
      expect(node.slug).toMatch(/^beispiel-/)
      expect(String(node.title)).toMatch(/Beispiel/)
    }
})

test('what was planned for the months is the budget, and nothing is spent after the day of the story', () => {
  for (const { money, project } of stories) {
    const planned = money.reduce((sum, one) => sum + one.planned, 0)
    if (money.length > 0) expect(planned).toBe(project.budget)
    for (const { month, spent, expected } of money) {
      if (month > storyDay) expect(spent).toBe(0)
      expect(spent === 0 || expected === 0).toBe(true)
    }
  }
})

test('each gate releases what the next phase may cost, and what is planned for its months is all of the budget', () => {
  for (const { project, phases, decisions } of stories) {
    const budget = phases.reduce((sum, one) => sum + Number(one.budget), 0)
    if (phases.length > 0) expect(budget, String(project.node_id)).toBe(project.budget)
    for (const { phase_after: after, released } of decisions.filter(({ gate }) => gate !== 'release')) {
      const phase = phases.find((one) => one.phase === after)
      expect(released).toBe(phase?.budget ?? null)
      if (phase?.begun_on) expect(phase.released).toBe(released)
    }
  }
})

test('the phase of a project is the one after the last gate that it passed', () => {
  for (const { project, decisions } of stories)
    if (project.phase !== 'stopped' && decisions.length > 0) {
      const last = decisions.toSorted((one, other) => one.decided_on.localeCompare(other.decided_on)).at(-1)
      expect(last?.phase_after, String(project.node_id)).toBe(project.phase)
    }
})
