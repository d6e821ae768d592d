import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { readSettings } from '#kernel/config/settings.ts'
import { createKernel } from '#kernel/create-kernel.ts'
import type { StaffRole } from '#kernel/db/actor.ts'
import type { FileStore } from '#kernel/files/file-store.ts'
import type { Permissions, Principal, Route } from '#kernel/http/route.ts'
import { createServer } from '#kernel/http/server.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { createLog } from '#kernel/log.ts'
import { cloneWithAuthorities, cloneWithContent } from '#test/support/furnished.ts'
import { type Furniture, testNow } from '#test/support/test-database.ts'
import { Visitor } from '#test/support/visitor.ts'
import { loadAssets } from '#ui/assets.ts'
import { messageSources } from '../../src/app.ts'
import { createPageRenderer } from '../../src/render-page.tsx'

const host = 'localhost:8080'

const noFiles: FileStore = {
  put: () => Promise.reject(new Error('no files here')),
  get: () => Promise.reject(new Error('no files here')),
  delete: () => Promise.reject(new Error('no files here')),
  list: async function* () {},
}

export type PortalParts = {
  routes: (kernel: Kernel) => readonly Route[]
  permissions: Permissions
  errorPage?: Kernel['errorPage']
  settings?: Record<string, string>
  /** What is in the database; the authorities when missing. */
  furniture?: Furniture
}

export type Portal = Awaited<ReturnType<typeof buildPortal>>

/**
 * Some routes on a real server in the real frame, with the 80 authorities and nothing else, or with all content where asked for. For whole
 * journeys there is the town. `as` gives a visitor without script in the role of a principal. It closes when the running test ends.
 */
export async function openPortal(parts: PortalParts): Promise<Portal> {
  const portal = await buildPortal(parts)
  onTestFinished(portal.close)
  return portal
}

/** The same, once for all tests of a file; for those that leave no trace that another would see. */
export function sharePortal(parts: PortalParts): () => Portal {
  let portal: Portal | undefined
  beforeAll(async () => {
    portal = await buildPortal(parts)
  })
  afterAll(() => portal?.close())
  return () => {
    if (!portal) throw new Error('the portal opens with the first test')
    return portal
  }
}

async function buildPortal(parts: PortalParts) {
  const urls = await (parts.furniture === 'content' ? cloneWithContent() : cloneWithAuthorities())
  const clock = fixedClock(testNow)
  const kernel: Kernel = {
    ...createKernel({
      settings: readSettings(parts.settings ?? {}),
      clock,
      databaseUrl: urls.appUrl,
      masterKey: Buffer.alloc(32, 1),
      messages: messageSources(),
      files: noFiles,
      log: createLog({ logLevel: 'silent' }),
    }),
    ...(parts.errorPage ? { errorPage: parts.errorPage } : {}),
  }
  await kernel.authorities.refresh(kernel.database)
  let principal: Principal = { actor: { kind: 'public' } }
  const app = await createServer({
    kernel,
    routes: parts.routes(kernel),
    permissions: parts.permissions,
    renderPage: createPageRenderer(kernel, loadAssets()),
    authenticate: async () => principal,
    storeUpload: () => Promise.reject(new Error('no uploads here')),
    signInPath: (kind) => (kind === 'staff' ? '/sign-in/staff' : '/sign-in'),
  })
  return {
    kernel,
    clock,
    urls,
    as(who: Principal, language = 'de'): Visitor {
      principal = who
      return new Visitor(app, host, language)
    },
    close: async () => {
      await app.close()
      await kernel.database.close()
      await urls.drop()
    },
  }
}

export const nobody: Principal = { actor: { kind: 'public' } }

/** A member of staff of one authority with one role. */
export function staffOf(authority: string, role: StaffRole): Principal {
  return {
    actor: {
      kind: 'staff',
      staffId: uuid('00000000-0000-7000-8000-000000000001'),
      identityId: null,
      name: 'Testa Muster',
      memberships: [{ authorityId: slug(authority), unitId: null, role }],
      hasSecondFactor: true,
    },
  }
}
