import type { UnitKind } from '#kernel/authorities/authority.ts'
import type { DirectoryEntry } from '#kernel/authorities/authority-directory.ts'
import { municipalityAt } from '#kernel/authorities/boundaries.ts'
import { unitInCharge } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { HttpError } from '#kernel/http/errors.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId, UnitId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { answersToSubmit, checkAnswers } from '../forms/check-answers.ts'
import { typeOf } from '../forms/field-types.ts'
import { type Answers, answerOf, type Form, type FormField, isRecord } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import type { FormError } from '../forms/form-error.ts'
import { viewForm } from '../forms/view-form.ts'
import { competenceOf, participantsOf } from '../services/definition/competence.ts'
import type { ServiceOffer, ServiceVersion } from '../services/service-offer.ts'
import { otherUnitKind, unitKindOf } from '../services/unit-kind.ts'
import { type FileFields, fileFieldsIn } from './file-fields.ts'
import type { ToSubmit } from './submit-case.ts'

/** What follows from a service and its checked answers; who, how and when are the caller's to add. */
export type Prepared = Pick<
  ToSubmit,
  'authority' | 'service' | 'unitId' | 'participants' | 'answers' | 'applicantName'
> & {
  /** The files that the answers name, with the question of each as `case_files.field` keeps it. */
  readonly fileFields: FileFields
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly errors: readonly FormError[] }

/**
 * Checks all answers as the server sees them and finds out who is in charge: the same for the pages and for programs. Where the answers mean
 * another municipality than the one it was begun at, the case goes there (`mayGoElsewhere`: people need not know who is in charge), or it is
 * an error at that answer with the right one named (programs name the authority themselves).
 */
export async function prepareSubmission(
  scope: Scope,
  kernel: Pick<Kernel, 'authorities'>,
  input: { offer: ServiceOffer; answers: Answers; context: FormContext; language: Language; mayGoElsewhere: boolean },
): Promise<Preparation> {
  const { offer, context, language } = input
  const { definition } = offer
  const errors = checkAnswers(definition.form, input.answers, context)
  if (errors.length > 0) return { ok: false, errors }

  const answers = answersToSubmit(definition.form, input.answers, context)
  const meant = await municipalityMeant(kernel, offer, answers, context)
  const isElsewhere = meant !== undefined && meant.slug !== offer.authorityId
  if (isElsewhere && !input.mayGoElsewhere) return { ok: false, errors: [misdirected(kernel, offer, meant, language)] }

  const inCharge = await findInCharge(
    scope,
    isElsewhere ? { ...offer, authorityId: meant.slug } : offer,
    otherUnitKind(definition, answers, context),
  )
  const { code } = kernel.authorities.find(inCharge.authorityId) ?? { code: undefined }
  if (code === undefined) throw new Error(`no authority ${inCharge.authorityId}`)
  const fields = viewForm(definition.form, answers, context).pages.flatMap((page) => page.fields)
  return {
    ok: true,
    prepared: {
      authority: { id: inCharge.authorityId, code },
      unitId: inCharge.unitId,
      participants: participantsOf(definition, answers, context).flatMap((bfsNumber) => {
        const other = kernel.authorities.findMunicipality(bfsNumber)
        return other && other.slug !== inCharge.authorityId ? [other.slug] : []
      }),
      service: {
        id: offer.serviceId,
        versionId: offer.versionId,
        title: textIn(definition.title, 'de'),
        targetDays: definition.targetDays,
      },
      answers,
      applicantName: nameIn(fields, answers),
      fileFields: fileFieldsIn(fields, answers),
    },
  }
}

/** The municipality that the answers mean; undefined where they do not say, or the service has one fixed authority. */
async function municipalityMeant(
  kernel: Pick<Kernel, 'authorities'>,
  { definition }: ServiceOffer,
  answers: Answers,
  context: FormContext,
): Promise<DirectoryEntry | undefined> {
  const competence = competenceOf(definition, answers, context)
  switch (competence.kind) {
    case 'municipality': {
      const [only, ...others] = competence.candidates
      return only === undefined || others.length > 0 ? undefined : kernel.authorities.findMunicipality(only)
    }
    case 'point': {
      const bfsNumber = await municipalityAt(competence)
      return bfsNumber === undefined ? undefined : kernel.authorities.findMunicipality(bfsNumber)
    }
    case 'authority':
    case 'open':
      return undefined
  }
}

/** Who would be in charge by these answers, if it is somebody else than now. */
export async function findElsewhere(
  scope: Scope,
  kernel: Pick<Kernel, 'authorities'>,
  input: { version: ServiceVersion; inChargeNow: AuthorityId; answers: Answers; context: FormContext },
): Promise<AuthorityId | undefined> {
  const { version, answers, context } = input
  const offer = { ...version, authorityId: input.inChargeNow, validFrom: scope.today(), overrides: {} }
  const meant = await municipalityMeant(kernel, offer, answers, context)
  if (!meant || meant.slug === input.inChargeNow) return undefined
  const inCharge = await findInCharge(scope, { ...offer, authorityId: meant.slug }, undefined)
  return inCharge.authorityId === input.inChargeNow ? undefined : inCharge.authorityId
}

/** The name that the inbox shows for these answers; empty where they name nobody. */
export function nameOfApplicant(form: Form, answers: Answers, context: FormContext): string {
  return nameIn(fieldsOf(form, answers, context), answers)
}

/** The files that these answers name, with the question of each. */
export function filesIn(form: Form, answers: Answers, context: FormContext): FileFields {
  return fileFieldsIn(fieldsOf(form, answers, context), answers)
}

function fieldsOf(form: Form, answers: Answers, context: FormContext): readonly FormField[] {
  return viewForm(form, answers, context).pages.flatMap((page) => page.fields)
}

function misdirected(
  kernel: Pick<Kernel, 'authorities'>,
  offer: ServiceOffer,
  meant: DirectoryEntry,
  language: Language,
): FormError {
  const { competence } = offer.definition
  const values = {
    meant: textIn(meant.name, language),
    chosen: kernel.authorities.nameOf(offer.authorityId, language),
  }
  const path = competence.by === 'municipality' ? `/${competence.fields[0]}` : ''
  return { path, message: { key: 'egovernment.submissions.error.other_municipality', values } }
}

/**
 * Whose case it becomes: the unit in charge may belong to another authority, such as a regional office. `other`: the kind of unit that the
 * answers ask for instead of the usual one.
 */
export async function findInCharge(
  scope: Scope,
  offer: ServiceOffer,
  other: UnitKind | undefined,
): Promise<{ authorityId: AuthorityId; unitId: UnitId | null }> {
  const unitKind = other ?? unitKindOf(offer.definition)
  const inCharge =
    unitKind &&
    (await unitInCharge(scope, {
      serviceId: other ? undefined : offer.serviceId,
      unitKind,
      municipalityId: offer.authorityId,
      date: scope.today(),
    }))
  if (!inCharge) return { authorityId: offer.authorityId, unitId: null }
  return { authorityId: inCharge.authority.id, unitId: inCharge.unit.id }
}

/** The first person named on the form, alone or as the first of several, is the one the inbox shows. */
function nameIn(fields: readonly FormField[], answers: Answers): string {
  for (const field of fields) {
    const answer = answerOf(answers, field.id)
    if (field.type === 'person-name' && isRecord(answer)) {
      return [answer.given, answer.family].filter((part) => typeof part === 'string').join(' ')
    }
    const [first] = Array.isArray(answer) ? answer : []
    const name = isRecord(first) ? nameIn(typeOf(field).innerFields(field), first) : ''
    if (name !== '') return name
  }
  return ''
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
