import { expect, onTestFinished, test } from 'vitest'
import { pdf, photo } from '#test/journeys/attachments.ts'
import { openWithCode } from '#test/journeys/walk.ts'
import { eicar, startFakeClamd } from '#test/support/fake-clamd.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'

async function report(town: Town) {
  const answer = await town.house.app.inject({
    method: 'POST',
    url: '/api/v1/submissions',
    headers: { ...submissionHeaders(town.key('submitter'), 'report'), host: town.host },
    payload: JSON.stringify(damageReport('report')),
  })
  return readAcknowledgement(answer.json())
}

/** What the minute's job does. */
async function lookAgain(town: Town): Promise<void> {
  town.clock.advance(600_000)
  await town.query(
    `insert into kernel.outbox (id, kind, name, payload, at) values (uuidv7(), 'job', 'kernel.check_due_files', '{}', now())`,
  )
  await town.jobs.drain()
}

test('without the scanner files are taken and stay closed for everybody; when it is back each gets its verdict', async () => {
  const clamd = await startFakeClamd()
  const { host, port } = clamd.address
  const town = await openTown(undefined, undefined, { WEGWEISER_CLAMD: `${host}:${port}` })
  onTestFinished(() => town.close())
  const { number, accessCode } = await report(town)
  const page = await openWithCode(town.visitor(), { number, code: accessCode })
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  await clamd.close()

  const bad = pdf('rechnung.pdf')
  const files = [photo('loch.png'), { ...bad, content: Buffer.concat([bad.content, eicar]) }]
  for (const file of files) {
    const began = performance.now()
    const sent = await page.fill({ 'Ihre Nachricht': file.name, 'Dateien anhängen': file }).submit('Nachricht senden')
    expect(sent.text).toContain('Ihre Nachricht ist angekommen.')
    expect(performance.now() - began).toBeLessThan(10_000)
  }
  await town.jobs.drain()
  await lookAgain(town)

  const rows = await town.query<{ file_id: string }>('select file_id from egovernment.case_files')
  expect(rows).toHaveLength(2)
  const { visitor } = page
  for (const { file_id: id } of rows) {
    for (const [who, path] of [
      [visitor, `/de/cases/${number}/files/${id}`],
      [visitor, `/de/cases/${number}/files/${id}/pages/1`],
      [clerk, `/de/desk/cases/${number}/files/${id}`],
      [clerk, `/de/desk/cases/${number}/files/${id}/pages/1`],
    ] as const)
      expect((await who.open(path)).status, path).toBe(409)
  }
  const waiting = (await visitor.open(`/de/cases/${number}`)).text
  expect(waiting.split('Prüfung ausstehend').length - 1).toBe(2)
  const ready = await visitor.open('/readyz')
  expect([ready.status, ready.json()]).toMatchObject([200, { parts: { scanner: 'away' } }])
  expect((await visitor.open('/metrics')).html).toMatch(/^wegweiser_files_waiting 2$/m)
  expect(town.logs.join()).toContain('virus scan')

  const back = await startFakeClamd(port)
  onTestFinished(() => back.close())
  await lookAgain(town)
  const seen = await visitor.open(`/de/cases/${number}`)
  expect(seen.text).not.toContain('Prüfung ausstehend')
  expect(seen.text).toContain('Gelöscht: In dieser Datei wurde Schadsoftware gefunden.')
  expect((await seen.follow('loch.png')).bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  expect((await visitor.open('/readyz')).json()).toMatchObject({ parts: { scanner: 'there' } })
  expect((await visitor.open('/metrics')).html).toMatch(/^wegweiser_files_waiting 0$/m)
})
