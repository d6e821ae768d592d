import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '#kernel/db/embedded-server.ts'
import { readCredentials } from '#test/support/credentials.ts'
import { openPreparedFolder } from '#test/support/prepared-folder.ts'
import { startProgram, withoutRateLimits } from '#test/support/process.ts'
import { damageReport, submissionHeaders } from '#test/support/submissions.ts'

const crowd = 120

test('far more submissions at once than there are connections to the database are all taken', {
  timeout: 120_000,
}, async () => {
  const dataFolder = await openPreparedFolder()
  const env = { ...withoutRateLimits, WEGWEISER_DATABASE_POOL: '2' }
  const program = await startProgram({ dataFolder, port: await freePort(), env })
  onTestFinished(() => program.kill())
  const { apiKeys } = readCredentials(dataFolder)
  const apiKey = apiKeys.find(({ role }) => role === 'submitter')?.key ?? ''

  const statuses = await Promise.all(
    Array.from({ length: crowd }, async (_, index) => {
      const serial = `crowd-${index}`
      const answer = await fetch(`${program.origin}/api/v1/submissions`, {
        method: 'POST',
        headers: submissionHeaders(apiKey, serial),
        body: JSON.stringify(damageReport(serial)),
      })
      await answer.arrayBuffer()
      return answer.status
    }),
  )
  expect(statuses).toEqual(Array.from({ length: crowd }, () => 201))
})
