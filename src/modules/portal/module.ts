import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'

/** Home, sign-in, account, mailbox, and the pages that every public body has. */
export const portal: Module = {
  name: 'portal',
  uses: ['egovernment'],
  routes: () => [],
  permissions: {},
  messages: join(import.meta.dirname, 'messages'),
}
