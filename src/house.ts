import { join } from 'node:path'
import serveFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { messageSources, modules } from './app.ts'
import { importAuthorities } from './kernel/authorities/import-authorities.ts'
import { loadAuthorities } from './kernel/authorities/load-authorities.ts'
import type { Clock } from './kernel/clock.ts'
import type { Settings } from './kernel/config/settings.ts'
import { createKernel } from './kernel/create-kernel.ts'
import { systemActor } from './kernel/db/actor.ts'
import { noteFact, readFact } from './kernel/db/facts.ts'
import { createFileStore } from './kernel/files/create-file-store.ts'
import { watchWaitingFiles } from './kernel/files/scanner/watch-waiting-files.ts'
import { storeUpload } from './kernel/files/store-upload.ts'
import { fingerprintOf } from './kernel/fingerprint.ts'
import type { Permissions } from './kernel/http/route.ts'
import { createServer } from './kernel/http/server.ts'
import { createAuthenticate } from './kernel/identity/authenticate.ts'
import { prepareDemo } from './kernel/identity/demo/credentials.ts'
import { mountDemoProvider } from './kernel/identity/demo/mount-demo-provider.ts'
import { signInPath } from './kernel/identity/require-level.ts'
import { JobRunner } from './kernel/jobs/job-runner.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Log } from './kernel/log.ts'
import { closeMailer } from './kernel/mail/mail-jobs.ts'
import { watchWaitingMails } from './kernel/mail/watch-waiting-mails.ts'
import { errorPage } from './modules/portal/errors/error-page.tsx'
import { createPageRenderer } from './render-page.tsx'
import { assetsPath, builtFolder, loadAssets } from './ui/assets.ts'

export type HouseParts = {
  settings: Settings
  clock: Clock
  appUrl: string
  /** Imports content as the owner where it is given. */
  ownerUrl: string | undefined
  masterKey: Buffer
  log?: Log
}

export type House = {
  kernel: Kernel
  app: FastifyInstance
  jobs: JobRunner
  /** Brings content into the database: authorities, and what each module has. Gives lines that say what was loaded. */
  loadContent(): Promise<string[]>
  /** Fills an empty demo, once. Nothing happens in production. */
  seedDemo(): Promise<string[]>
  close(): Promise<void>
}

export const contentFolder = join(import.meta.dirname, '../content')

/** Puts kernel, modules and pages together for one process. Nothing listens yet. */
export async function buildHouse(parts: HouseParts): Promise<House> {
  const { settings } = parts
  const bare = createKernel({
    settings,
    clock: parts.clock,
    databaseUrl: parts.appUrl,
    masterKey: parts.masterKey,
    messages: messageSources(),
    files: createFileStore(settings),
    ...(parts.log ? { log: parts.log } : {}),
  })
  const kernel: Kernel = { ...bare, errorPage }
  watchWaitingFiles(kernel)
  watchWaitingMails(kernel)
  const jobs = new JobRunner(kernel, modules, parts.appUrl)
  const app = await createServer({
    kernel,
    routes: modules.flatMap((module) => module.routes(kernel)),
    permissions: permissionsOf(),
    renderPage: createPageRenderer(kernel, loadAssets()),
    authenticate: createAuthenticate(kernel),
    storeUpload: (part) => storeUpload(kernel, part),
    signInPath,
  })
  await app.register(serveFiles, {
    root: builtFolder,
    prefix: assetsPath,
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  await mountDemoProvider(app, kernel)
  return {
    kernel,
    app,
    jobs,
    loadContent: () => loadContent(kernel, parts),
    seedDemo: () => seedDemo(kernel, parts),
    close: async () => {
      await app.close()
      await jobs.stop()
      for (const module of modules) await module.close?.(kernel)
      kernel.letters.close()
      closeMailer(kernel)
      await kernel.database.close()
      kernel.log.flush()
    },
  }
}

/** All manifests' permissions together; a name belongs to one module only. */
function permissionsOf(): Permissions {
  const entries = modules.flatMap((module) => Object.entries(module.permissions))
  const names = entries.map(([name]) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`permission ${twice} is in two manifests`)
  return Object.fromEntries(entries)
}

async function loadContent(kernel: Kernel, { settings, clock, ownerUrl }: HouseParts): Promise<string[]> {
  const isDemo = settings.mode === 'demo'
  const lines: string[] = []
  if (ownerUrl !== undefined && isDemo) {
    const folder = join(contentFolder, 'authorities')
    const fingerprint = fingerprintOf([folder])
    const content = systemActor('content')
    const known = await kernel.database.read(content, (scope) => readFact(scope, 'kernel.loaded_authorities'))
    if (known !== fingerprint) {
      const changed = await importAuthorities(ownerUrl, loadAuthorities(folder))
      await kernel.database.write(content, async (scope) => noteFact(scope, 'kernel.loaded_authorities', fingerprint))
      if (changed.length > 0) lines.push(`Content     ${changed.length} authorities, present and former`)
    }
  }
  await kernel.authorities.refresh(kernel.database)
  if (isDemo) await prepareDemo(kernel)
  for (const module of modules) {
    const said = await module.loadContent?.({ database: kernel.database, kernel, isDemo, clock })
    if (said) lines.push(said)
  }
  return lines
}

async function seedDemo(kernel: Kernel, { settings, clock }: HouseParts): Promise<string[]> {
  if (settings.mode !== 'demo') return []
  const lines: string[] = []
  for (const module of modules) {
    const said = await module.seedDemo?.({ database: kernel.database, kernel, clock })
    if (said) lines.push(said)
  }
  return lines
}
