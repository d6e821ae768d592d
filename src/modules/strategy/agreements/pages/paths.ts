import { deskPath } from '../../desk/desk-context.ts'
import type { AgreementFound } from '../queries.ts'

export const agreementsPath = `${deskPath}/agreements`

/** The page of an agreement, or what lies under it (`votes`, `parts`, `members`, `edit`). */
export const agreementPath = ({ key, slug }: Pick<AgreementFound, 'key' | 'slug'>, noun?: string) =>
  [agreementsPath, key.authorityId, slug, ...(noun ? [noun] : [])].join('/')
