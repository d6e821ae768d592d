import { slug } from '#kernel/ids.ts'

/** Who runs the portal, and in whose audit stands what people do with their accounts. */
export const portalAuthority = slug<'authority'>('kanton-luzern')
