import { defineConfig } from 'vitest/config'
import suite from './vitest.config.ts'

/** What `bin/check --full` looks at beside the suite: every page in every language, mode and width. It takes many minutes. */
export default defineConfig({
  ...suite,
  test: { ...suite.test, include: ['test/matrix/**/*.matrix.ts'], testTimeout: 300_000, hookTimeout: 120_000 },
})
