import { expect, onTestFinished, test } from 'vitest'
import { freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { makeSubmitterKey } from '#test/support/api-key.ts'
import { openPreparedFolder } from '#test/support/prepared-folder.ts'
import { startProgram } from '#test/support/process.ts'
import { damageReport, submissionHeaders } from '#test/support/submissions.ts'

/** Loaded before the program: makes the fault that nobody foresaw. */
const planted = `process.on('SIGUSR2',()=>{Promise.reject(new Error('nobody foresaw this'))})`

test('a rejection that nobody handles is written down and ends the program with 1; started again it goes on where it was', {
  timeout: 120_000,
}, async () => {
  const dataFolder = await openPreparedFolder()
  const port = await freePort()
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(planted)}` }
  const first = await startProgram({ dataFolder, port, env })
  onTestFinished(() => first.kill())
  const apiKey = await makeSubmitterKey((await startEmbeddedServer({ folder: `${dataFolder}/postgres` })).appUrl)
  const submit = () =>
    fetch(`http://localhost:${port}/api/v1/submissions`, {
      method: 'POST',
      headers: submissionHeaders(apiKey, 'rejection'),
      body: JSON.stringify(damageReport('rejection')),
    })
  const acknowledged = await (await submit()).json()

  first.ask('SIGUSR2')
  expect(await first.end(20_000)).toEqual({ code: 1, signal: null })
  const line = first.output.split('\n').find((one) => one.includes('nobody foresaw this')) ?? ''
  expect(JSON.parse(line)).toMatchObject({ place: 'process', err: { type: 'Error' }, msg: 'fault' })

  const second = await startProgram({ dataFolder, port })
  onTestFinished(() => second.kill())
  const again = await submit()
  expect([again.status, await again.json()]).toEqual([201, acknowledged])
})
