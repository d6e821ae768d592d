import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In this order. Those that mostly wait stand apart from each other. */
const longest = [
  'test/browser/page-types',
  'test/security/odd-input',
  'test/bench/bench',
  'test/faults/mail-away',
  'cases/case-lists',
  'src/ui/gallery/',
  'test/faults/kill',
  'test/browser/main-job',
  'test/security/foreign-ids',
  'test/commands/start',
  'test/commands/refusals',
]

/** What takes longest begins first, so that nothing runs alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((part) => moduleId.includes(part))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // A worker goes through file after file with what it has imported: two thirds of a file's set-up were imports.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    passWithNoTests: false,
    sequence: { sequencer: LongestFirst },
  },
})
