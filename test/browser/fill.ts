import type { Locator, Page } from 'playwright-core'
import type { Answers } from '#test/support/visitor.ts'
import type { Step } from '../journeys/applications.ts'

/** Answers a page by the labels that are seen, as `Page.fill` of the visitor without script does. */
export async function fill(page: Page, answers: Answers): Promise<void> {
  for (const [label, value] of Object.entries(answers)) await answer(page, label, value)
}

async function answer(page: Page, path: string, value: Answers[string]): Promise<void> {
  const labels = path.split(' › ')
  const within = labels
    .slice(0, -1)
    .reduce((root, legend) => root.getByRole('group', { name: exactly(legend) }), page.locator('main'))
  const name = exactly(labels.at(-1) ?? '')
  const group = within.getByRole('group', { name })
  if (typeof value === 'object' && 'content' in value) {
    const file = { name: value.name, mimeType: value.type, buffer: Buffer.from(value.content) }
    return within.getByLabel(name).setInputFiles(file)
  }
  if ((await group.count()) > 0) return answerGroup(group, value)
  const control = within.getByLabel(name)
  if (typeof value === 'boolean') return control.setChecked(value)
  if ((await control.evaluate((one) => one.tagName)) === 'SELECT') await control.selectOption({ label: String(value) })
  else await control.fill(String(value))
}

async function answerGroup(group: Locator, value: Exclude<Answers[string], { content: Uint8Array }>): Promise<void> {
  const date = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null
  if (date) {
    for (const [index, part] of [date[3], date[2], date[1]].entries())
      await group
        .getByRole('textbox')
        .nth(index)
        .fill(part ?? '')
    return
  }
  const wanted = typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
  for (const text of wanted) await group.getByLabel(exactly(text)).check()
}

/** A label says its text, perhaps followed by «(freiwillig)» and the like. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\s*\\(.*\\))?\\s*$`)
}

/** Answers one page after the other with the button that goes on; `look` is called on each. */
export async function walk(page: Page, steps: readonly Step[], look: () => Promise<void>): Promise<void> {
  for (const [question, answers] of steps) {
    await page.getByRole('heading', { level: 1, name: question }).waitFor()
    await fill(page, answers)
    await look()
    await next(page)
  }
}

/** Presses the button that goes on, and waits for the page that follows. */
export async function next(page: Page, button = 'Weiter'): Promise<void> {
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: button, exact: true }).locator('visible=true').last().click(),
  ])
}

/** Follows a link and waits for the page that it leads to. */
export async function follow(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name, exact: true }).first().click()])
}

/** Opens what is folded below such a line. */
export async function unfold(page: Page, name: string): Promise<void> {
  await page.locator('main summary', { hasText: exactly(name) }).click()
}
