import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '#test/support/process.ts'
import { promises } from '#test/support/promises.ts'

test('what is said to show a row of the plan of safety is there, and what nothing shows says why', () => {
  const named = promises.flatMap(({ id, shownBy }) => shownBy.map((file) => ({ id, file })))
  expect(named.filter(({ file }) => !existsSync(join(projectFolder, file)))).toEqual([])
  expect(promises.filter(({ shownBy, gap }) => shownBy.length === 0 && gap === undefined)).toEqual([])
  expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length)
})
