import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { readCatalogue } from '../services/catalogue.ts'
import type { RowNames } from './case-rows.tsx'
import { type Colleague, findNames } from './colleagues.ts'

/** What the rows of a list are told about, in the clerk's language; `known` are colleagues whose names were read already. */
export async function rowNames(
  { authorities }: Pick<Kernel, 'authorities'>,
  scope: Scope<StaffActor>,
  { language }: Request,
  rows: readonly CaseRecord[],
  known: readonly Colleague[] = [],
): Promise<RowNames> {
  const names = new Map(known.map(({ staffId, name }) => [staffId, name]))
  const others = rows.map(({ assignedTo }) => assignedTo).filter((id) => id !== null && !names.has(id))
  const [catalogue, staff] = await Promise.all([readCatalogue(scope), findNames(scope, others)])
  const isOne = new Set(rows.map(({ authorityId }) => authorityId)).size <= 1
  return {
    service: ({ serviceId, subject }) => {
      const known = catalogue.find(serviceId)
      return known ? textIn(known.definition.title, language) : subject || serviceId
    },
    staff: new Map([...names, ...staff]),
    ...(!isOne && { authority: ({ authorityId }) => authorities.nameOf(authorityId, language) }),
  }
}
