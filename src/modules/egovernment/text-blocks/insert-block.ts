import { findAuthority, listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { KnownCase } from '../desk/case-file.ts'
import type { FormReading } from '../desk/form-reading.ts'
import { findVersion } from '../services/queries.ts'
import { fillPlaceholders } from './placeholders.ts'
import { listBlocksFor } from './queries.ts'
import { blockIn, type TextBlock } from './text-block.ts'

/** The button that inserts a block; its value is the name of the text area. */
export const insertName = 'insert'

export function chosenField(into: string): string {
  return `block_${into}`
}

/** The blocks that somebody may write into a case: those of the authority for which she acts on it. */
export function blocksFor(
  scope: Scope<StaffActor>,
  { record, standing }: Pick<KnownCase, 'record' | 'standing'>,
): Promise<readonly TextBlock[]> {
  return listBlocksFor(scope, standing.at, record)
}

/** A block as it reads in this case, in the applicant's language where it has one; undefined for one that is not to be had here. */
export async function blockText(
  scope: Scope<StaffActor>,
  known: Pick<KnownCase, 'record' | 'standing'>,
  id: string,
): Promise<string | undefined> {
  const block = (await blocksFor(scope, known)).find((one) => one.id === id)
  if (!block) return undefined
  const { record, standing } = known
  const { text, language } = blockIn(block.texts, record.language)
  const [authority, version, units] = await Promise.all([
    findAuthority(scope, standing.at),
    findVersion(scope, record.versionId),
    listUnits(scope, record.authorityId),
  ])
  const unit = units.find((one) => one.id === record.unitId)
  return fillPlaceholders(text, {
    name: record.applicantName,
    'case number': record.number,
    service: version ? textIn(version.definition.title, language) : record.subject,
    'due date': formatDate(record.dueOn),
    'expected date': formatDate(record.expectedOn),
    today: formatDate(scope.today()),
    clerk: scope.actor.name,
    unit: unit ? textIn(unit.name, language) : '',
    authority: authority ? textIn(authority.name, language) : '',
  })
}

/** The form with the chosen block at the end of what was typed, or with an error where none was chosen. Nothing else in it changes. */
export async function insertBlock(
  scope: Scope<StaffActor>,
  known: Pick<KnownCase, 'record' | 'standing'>,
  form: FormReading,
  fields: readonly string[],
): Promise<FormReading> {
  const into = fields.find((one) => one === form.value(insertName))
  const text = into && (await blockText(scope, known, form.value(chosenField(into))))
  if (into === undefined || text === undefined) {
    form.fail(chosenField(into ?? fields[0] ?? ''), 'egovernment.desk.error.choose')
    return form
  }
  const typed = form.value(into).trimEnd()
  return form.with(into, typed === '' ? text : `${typed}\n\n${text}`)
}
