import { expect } from 'vitest'
import type { Answers, Page, Visitor } from '#test/support/visitor.ts'
import type { Step } from './applications.ts'

/** Answers one page after the other, as each asks its question. Gives the page after the last. */
export async function walk(first: Page, steps: readonly Step[], next = 'Weiter'): Promise<Page> {
  let page = first
  for (const [question, answers] of steps) {
    expect(page.heading, page.path).toContain(question)
    page = await page.fill(answers).submit(next)
    expect(page.status, page.text).toBe(200)
  }
  return page
}

export type Sent = { number: string; code: string }

/** Number and access code, as they stand on the page after sending. */
export function sentOn(page: Page): Sent {
  const [number, code] = [...page.document.querySelectorAll('dd .case-number')].map((one) => one.textContent ?? '')
  if (!number || !code) throw new Error(`no number and code on ${page.path}: ${page.text}`)
  return { number, code }
}

/** The case, opened with number and code by somebody who has neither account nor cookie. */
export async function openWithCode(visitor: Visitor, { number, code }: Sent): Promise<Page> {
  const page = await visitor.open(`/de/cases/${number}`)
  return page.fill({ Zugangscode: code }).submit('Geschäft öffnen')
}

const inGroup = (group: string, answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).map(([label, value]) => [`${group} › ${label}`, value]))

/** Nationality first: which other questions there are depends on it, and without script the page has to come back. */
export async function enterPerson(page: Page, group: string, person: Answers): Promise<Page> {
  const { Staatsangehörigkeit: nationality = '' } = person
  const asked = await page.fill(inGroup(group, { Staatsangehörigkeit: nationality })).submit('Weiter')
  return asked.fill(inGroup(group, person))
}
