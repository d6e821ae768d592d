import { expect, onTestFinished, test } from 'vitest'
import { type MailServer, startMailServer } from '#test/support/mail-server.ts'
import { damageReport, submissionHeaders } from '#test/support/submissions.ts'
import { openTown } from '#test/support/town.ts'

const faults: readonly MailServer['mode'][] = ['broken', 'later', 'never', 'silent']

test('whatever the mail server does, people are answered at once, the operator sees it, and each mail leaves once when it is back', {
  // A silent server is waited for as long as the program does.
  timeout: 60_000,
}, async () => {
  const server = await startMailServer()
  const town = await openTown(undefined, undefined, { WEGWEISER_SMTP_URL: server.url })
  onTestFinished(async () => {
    await town.close()
    await server.close()
  })
  await town.house.jobs.start({ isNew: true })
  const metrics = async () => (await town.visitor().open('/metrics')).html

  for (const mode of faults) {
    server.mode = mode
    const began = performance.now()
    const answer = await town.house.app.inject({
      method: 'POST',
      url: '/api/v1/submissions',
      headers: { ...submissionHeaders(town.key('submitter'), mode), host: town.host },
      payload: JSON.stringify(damageReport(mode)),
    })
    expect(answer.statusCode, answer.body).toBe(201)
    expect(performance.now() - began, mode).toBeLessThan(3_000)
    await expect.poll(() => server.met, { timeout: 30_000 }).toContain(mode)
    // Also while it is silent the pages are there.
    expect((await town.visitor().open('/de/services')).status).toBe(200)
  }
  await expect
    .poll(() => town.logs.filter((line) => line.includes('a mail was not taken')).length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(faults.length)
  town.clock.advance(2 * 3_600_000)
  expect(await metrics()).toMatch(/^wegweiser_mails_waiting 4$/m)
  expect(await metrics()).toMatch(/^wegweiser_mails_waiting_seconds 72\d\d$/m)
  expect(await metrics()).toMatch(/^wegweiser_jobs_total\{name="kernel.send_mail",outcome="failed"\} [1-9]/m)
  expect(town.logs.join()).not.toContain('petra@beispielhaft.example')
  // Mails can wait: nobody needs to be woken by a portal that is not ready.
  expect((await town.visitor().open('/readyz')).status).toBe(200)

  server.mode = 'well'
  // What the quarter-hourly job does for those that the queue has given up meanwhile; the queue itself tries again as well.
  await town.query(
    `insert into kernel.outbox (id, kind, name, payload, at) values (uuidv7(), 'job', 'kernel.resend_mails', '{}', now())`,
  )
  await expect.poll(metrics, { timeout: 40_000 }).toMatch(/^wegweiser_mails_waiting 0$/m)
  const ids = server.taken.map(({ content }) => /^Message-ID: (.*)$/im.exec(content)?.[1])
  expect(new Set(ids).size).toBe(faults.length)
  expect(ids).toHaveLength(faults.length)
  const sent = await town.query('select 1 from kernel.mails where sent_at is not null and refused_at is null')
  expect(sent).toHaveLength(faults.length)
})
