import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'
import { accessRoutes } from './access/routes.tsx'
import { dataRoutes } from './account/data/routes.tsx'
import { emailRoutes } from './account/email/routes.tsx'
import { firmDeskRoutes } from './account/mandates/firm-desk-routes.tsx'
import { mandateRoutes } from './account/mandates/routes.tsx'
import { profileRoutes } from './account/profile/routes.tsx'
import { accountRoutes } from './account/routes.tsx'
import { galleryPermissions, galleryRoutes } from './gallery/routes.tsx'
import { homeRoutes } from './home/routes.tsx'
import { mailboxRoutes } from './mailbox/routes.tsx'
import { passkeyRoutes } from './passkeys/routes.tsx'
import { demoSignInRoutes } from './sign-in/demo-routes.tsx'
import { signInJobs, signInPermissions, signInSchedules } from './sign-in/manifest.ts'
import { signInRoutes } from './sign-in/routes.tsx'
import { listOtherPages } from './statements/list-other-pages.ts'
import { statementJobs, statementPermissions, statementSchedules } from './statements/manifest.ts'
import { statementRoutes } from './statements/routes.tsx'
import { programVersion } from './statements/version.ts'

/** Home, sign-in, account, mailbox, and the pages that every public body has. */
export const portal: Module = {
  name: 'portal',
  uses: ['egovernment', 'opendata'],
  routes: (kernel) => [
    ...homeRoutes,
    ...statementRoutes(kernel, { listPages: listOtherPages, version: programVersion() }),
    ...galleryRoutes(kernel),
    ...signInRoutes(kernel),
    ...accessRoutes(kernel),
    ...passkeyRoutes(kernel),
    ...accountRoutes(kernel),
    ...dataRoutes(kernel),
    ...profileRoutes(kernel),
    ...emailRoutes(kernel),
    ...mandateRoutes,
    ...firmDeskRoutes,
    ...mailboxRoutes(kernel),
    ...demoSignInRoutes(kernel),
  ],
  permissions: {
    'portal.home.read': ['anyone'],
    'portal.mailbox.read': ['anyone'],
    ...statementPermissions,
    ...galleryPermissions,
    ...signInPermissions,
  },
  jobs: { ...statementJobs, ...signInJobs },
  schedules: [...statementSchedules, ...signInSchedules],
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
