import { join } from 'node:path'
import type { VNode } from 'preact'
import { createTranslators } from '#kernel/i18n/catalogue.ts'

/** One way a component can look, shown in the gallery and run through the accessibility checks. */
export type Example = { name: string; vnode: () => VNode }

/** The kit's own messages alone, for examples and tests. */
export const translators = createTranslators([{ prefix: 'ui', folder: join(import.meta.dirname, '../messages') }])

export const t = translators.de
