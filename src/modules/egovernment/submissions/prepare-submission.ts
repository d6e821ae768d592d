import { municipalityAt } from '#kernel/authorities/boundaries.ts'
import { unitInCharge } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { HttpError } from '#kernel/http/errors.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { answersToSubmit, checkAnswers } from '../forms/check-answers.ts'
import { typeOf } from '../forms/field-types.ts'
import { type Answers, answerOf, type FormField, isRecord } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import type { FormError } from '../forms/form-error.ts'
import { viewForm } from '../forms/view-form.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { unitKindOf } from '../services/unit-kind.ts'
import type { ToSubmit } from './submit-case.ts'

/** What follows from a service and its checked answers; who, how and when are the caller's to add. */
export type Prepared = Pick<ToSubmit, 'authority' | 'service' | 'unitId' | 'answers' | 'applicantName'> & {
  /** Ids of the files that the answers name. */
  readonly fileIds: readonly string[]
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly errors: readonly FormError[] }

/**
 * Checks all answers as the server sees them and finds out who is in charge: the same for the pages and for programs. An address in another
 * municipality than the one the submission goes to is an error at that answer, with the right one named.
 */
export async function prepareSubmission(
  scope: Scope,
  kernel: Pick<Kernel, 'authorities'>,
  input: { offer: ServiceOffer; answers: Answers; context: FormContext; language: Language },
): Promise<Preparation> {
  const { offer, context, language } = input
  const { definition } = offer
  const errors = checkAnswers(definition.form, input.answers, context)
  if (errors.length > 0) return { ok: false, errors }

  const answers = answersToSubmit(definition.form, input.answers, context)
  const misdirected = await findMisdirected(kernel, offer, answers, language)
  if (misdirected) return { ok: false, errors: [misdirected] }

  const inCharge = await findInCharge(scope, offer)
  const { code } = kernel.authorities.find(inCharge.authorityId) ?? { code: undefined }
  if (code === undefined) throw new Error(`no authority ${inCharge.authorityId}`)
  const fields = viewForm(definition.form, answers, context).pages.flatMap((page) => page.fields)
  return {
    ok: true,
    prepared: {
      authority: { id: inCharge.authorityId, code },
      unitId: inCharge.unitId,
      service: {
        id: offer.serviceId,
        versionId: offer.versionId,
        title: textIn(definition.title, 'de'),
        targetDays: definition.targetDays,
      },
      answers,
      applicantName: nameIn(fields, answers),
      fileIds: fileIdsIn(fields, answers),
    },
  }
}

/** Which municipality the answers mean, by the fields that the service names; undefined where they do not say. */
export async function municipalityOf(
  offer: Pick<ServiceOffer, 'definition'>,
  answers: Answers,
): Promise<{ field: string; bfsNumber: number } | undefined> {
  const { competence, form } = offer.definition
  if (competence.by === 'authority') return undefined
  const fields = form.pages.flatMap((page) => page.fields)
  for (const id of competence.fields) {
    const field = fields.find((one) => one.id === id)
    const bfsNumber = field && (await bfsNumberIn(field, answerOf(answers, id)))
    if (bfsNumber !== undefined) return { field: id, bfsNumber }
  }
  return undefined
}

async function bfsNumberIn(field: FormField, answer: unknown): Promise<number | undefined> {
  if (field.type === 'municipality') return typeof answer === 'number' ? answer : undefined
  if (!isRecord(answer)) return undefined
  if (field.type === 'postal-address') return typeof answer.municipality === 'number' ? answer.municipality : undefined
  const { east, north } = answer
  return typeof east === 'number' && typeof north === 'number' ? municipalityAt({ east, north }) : undefined
}

async function findMisdirected(
  kernel: Pick<Kernel, 'authorities'>,
  offer: ServiceOffer,
  answers: Answers,
  language: Language,
): Promise<FormError | undefined> {
  const meant = await municipalityOf(offer, answers)
  if (!meant) return undefined
  const municipality = kernel.authorities.findMunicipality(meant.bfsNumber)
  if (!municipality || municipality.slug === offer.authorityId) return undefined
  const values = {
    meant: textIn(municipality.name, language),
    chosen: kernel.authorities.nameOf(offer.authorityId, language),
  }
  return { path: `/${meant.field}`, message: { key: 'egovernment.submissions.error.other_municipality', values } }
}

async function findInCharge(scope: Scope, offer: ServiceOffer) {
  const unitKind = unitKindOf(offer.definition)
  const inCharge =
    unitKind &&
    (await unitInCharge(scope, {
      serviceId: offer.serviceId,
      unitKind,
      municipalityId: offer.authorityId,
      date: scope.today(),
    }))
  if (!inCharge) return { authorityId: offer.authorityId, unitId: null }
  return { authorityId: inCharge.authority.id, unitId: inCharge.unit.id }
}

/** The first person named on the form is the one the inbox shows. */
function nameIn(fields: readonly FormField[], answers: Answers): string {
  const field = fields.find((one) => one.type === 'person-name' && isRecord(answerOf(answers, one.id)))
  const name = field && answerOf(answers, field.id)
  if (!isRecord(name)) return ''
  return [name.given, name.family].filter((part) => typeof part === 'string').join(' ')
}

function fileIdsIn(fields: readonly FormField[], answers: Answers): string[] {
  return fields.flatMap((field): string[] => {
    const answer = answerOf(answers, field.id)
    if (!Array.isArray(answer)) return []
    if (field.type === 'file')
      return answer.flatMap((one) => (isRecord(one) && typeof one.id === 'string' ? [one.id] : []))
    const inner = typeOf(field).innerFields(field)
    return inner.length === 0 ? [] : answer.flatMap((row) => (isRecord(row) ? fileIdsIn(inner, row) : []))
  })
}

/** 422: the authority does not offer the service today. */
export class NotOfferedError extends HttpError {
  override name = 'NotOfferedError'
  constructor(serviceId: string, authorityId: AuthorityId) {
    super(422, `${authorityId} does not offer ${serviceId}`, {
      userMessage: 'egovernment.submissions.error.not_offered',
    })
  }
}
