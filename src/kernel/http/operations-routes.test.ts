import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import type { Settings } from '../config/settings.ts'
import { createKernelModule } from '../kernel-module.ts'
import { createServer } from './server.ts'

const applied = ['20261122T0900-kernel (kernel)', '20261122T0930-files (kernel)']

async function startServer(settings: Partial<Settings> = {}, migrations = applied) {
  const town = await openTestKernel(settings)
  const module = createKernelModule({ migrations: () => migrations })
  const app = await createServer({
    kernel: town.kernel,
    routes: module.routes(town.kernel),
    permissions: module.permissions,
    renderPage: (page) => page.title,
    authenticate: async () => ({ actor: { kind: 'public' } }),
    storeUpload: () => Promise.reject(new Error('no uploads here')),
    signInPath: () => '/sign-in',
  })
  onTestFinished(() => app.close())
  const ask = async (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') => {
    const answer = await app.inject({ url, headers: { host: 'portal.example', ...headers }, remoteAddress })
    return { status: answer.statusCode, body: answer.body, headers: answer.headers }
  }
  return { ...town, ask }
}

test('a live and able process says so', async () => {
  const { ask } = await startServer()
  expect(await ask('/healthz')).toMatchObject({ status: 200, body: '{"status":"alive"}' })
  const ready = await ask('/readyz')
  expect(ready.status).toBe(200)
  expect(JSON.parse(ready.body)).toEqual({
    status: 'ready',
    parts: { database: true, migrations: true, files: true, scanner: 'off' },
  })
  expect(ready.headers['cache-control']).toBe('no-store')
})

test('without the database the process lives, but is not ready', async () => {
  const { ask, urls } = await startServer()
  await urls.drop()
  expect((await ask('/healthz')).status).toBe(200)
  const answer = await ask('/readyz')
  expect(answer.status).toBe(503)
  expect(JSON.parse(answer.body).parts).toEqual({ database: false, migrations: false, files: true, scanner: 'off' })
})

test('a database that lacks a migration is not ready, a newer one is', async () => {
  const lacking = await startServer({}, [...applied, '20991231T2359-next (kernel)'])
  expect(JSON.parse((await lacking.ask('/readyz')).body)).toMatchObject({
    parts: { database: true, migrations: false },
  })
  const newer = await startServer()
  await asOwner(
    newer.urls,
    `insert into public.wegweiser_migrations (name, checksum) values ('20991231T2359-next (kernel)', 'x')`,
  )
  expect((await newer.ask('/readyz')).status).toBe(200)
})

test('a store of files that takes nothing is not ready, and tried again after ten seconds', async () => {
  const { ask, kernel, clock } = await startServer()
  const folder = join(kernel.settings.dataFolder, 'files')
  await writeFile(folder, '')
  const answer = await ask('/readyz')
  expect(answer.status).toBe(503)
  expect(JSON.parse(answer.body).parts).toEqual({ database: true, migrations: true, files: false, scanner: 'off' })
  await rm(folder)
  expect((await ask('/readyz')).status).toBe(503)
  clock.advance(10_000)
  expect((await ask('/readyz')).status).toBe(200)
})

test('in the demo metrics are for this machine', async () => {
  const { ask } = await startServer()
  const metrics = await ask('/metrics')
  expect(metrics.status).toBe(200)
  expect(metrics.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(metrics.body).toContain('process_cpu_seconds_total')
  expect((await ask('/metrics', {}, '192.0.2.7')).status).toBe(404)
})

test('with a token metrics are for whoever shows it, in production for nobody without', async () => {
  const open = await startServer({ mode: 'production', metricsToken: 'a-long-token' })
  expect((await open.ask('/metrics', { authorization: 'Bearer a-long-token' }, '192.0.2.7')).status).toBe(200)
  for (const authorization of ['Bearer a-long-tokem', 'Bearer ', 'a-long-token', 'Basic a-long-token', ''])
    expect((await open.ask('/metrics', { authorization })).status).toBe(404)
  expect((await (await startServer({ mode: 'production' })).ask('/metrics')).status).toBe(404)
})

test('who finds a weakness finds whom to tell', async () => {
  const { ask } = await startServer()
  const answer = await ask('/.well-known/security.txt')
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(answer.body.split('\n')).toEqual([
    'Contact: http://portal.example/imprint#contact',
    'Expires: 2027-05-22T00:00:00.000Z',
    'Preferred-Languages: de, fr, it, en',
    'Canonical: http://portal.example/.well-known/security.txt',
    '',
  ])
})

test('no search engine reads the demo, and none what is somebody’s', async () => {
  expect((await (await startServer()).ask('/robots.txt')).body).toBe('User-agent: *\nDisallow: /\n')
  const production = (await (await startServer({ mode: 'production' })).ask('/robots.txt')).body
  expect(production).toContain('Disallow: /desk\n')
  expect(production).toContain('Disallow: /*/desk\n')
  expect(production).not.toContain('Disallow: /\n')
})
