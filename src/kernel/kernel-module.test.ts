import { expect, test } from 'vitest'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { systemActor } from './db/actor.ts'
import { JobRunner } from './jobs/job-runner.ts'
import { createKernelModule } from './kernel-module.ts'
import { sendMail } from './mail/send-mail.ts'

const module = createKernelModule({ migrations: () => [] })

test('the kernel’s jobs run as the program runs them, each under its purpose', async () => {
  const { kernel, urls } = await openTestKernel()
  const runner = new JobRunner(kernel, [module], urls.appUrl)
  await runner.prepare()
  await kernel.database.write(systemActor('case-mail'), async (scope) => {
    sendMail(scope, { key: 'a', to: 'anna@example.ch', language: 'de', subject: 'A', text: 'B' })
    for (const name of Object.keys(module.jobs ?? {})) scope.enqueue(name, { payload: {} })
  })
  expect(await runner.drain()).toBe(Object.keys(module.jobs ?? {}).length + 1)
  await runner.stop()
})

test('every schedule names a job, every route a permission', async () => {
  const { kernel } = await openTestKernel()
  for (const { job } of module.schedules ?? []) expect(Object.keys(module.jobs ?? {})).toContain(job)
  for (const route of module.routes(kernel)) expect(module.permissions).toHaveProperty([route.options.permission])
})
