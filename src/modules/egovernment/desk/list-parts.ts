import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { readCatalogue } from '../services/catalogue.ts'
import type { RowNames } from './case-rows.tsx'
import { findNames } from './colleagues.ts'

/** What the rows of a list are told about, in the clerk's language. */
export async function rowNames(
  { authorities }: Pick<Kernel, 'authorities'>,
  scope: Scope<StaffActor>,
  { language }: Request,
  rows: readonly CaseRecord[],
): Promise<RowNames> {
  const [catalogue, staff] = await Promise.all([
    readCatalogue(scope),
    findNames(
      scope,
      rows.map(({ assignedTo }) => assignedTo),
    ),
  ])
  const isOne = new Set(rows.map(({ authorityId }) => authorityId)).size <= 1
  return {
    service: ({ serviceId, subject }) => {
      const known = catalogue.find(serviceId)
      return known ? textIn(known.definition.title, language) : subject || serviceId
    },
    staff,
    ...(!isOne && { authority: ({ authorityId }) => authorities.nameOf(authorityId, language) }),
  }
}
