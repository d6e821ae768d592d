import { municipalitiesOf } from '../../forms/field-types/postal-address/locate-address.ts'
import { type Answers, answerOf, isRecord } from '../../forms/form.ts'
import type { FormContext } from '../../forms/form-context.ts'
import { viewForm } from '../../forms/view-form.ts'
import type { ServiceDefinition } from './service-definition.ts'

/** Who is in charge, as far as the answers say it. */
export type Competence =
  | { readonly kind: 'authority'; readonly authority: string }
  /** One number: in charge. Several: the person must be asked. */
  | { readonly kind: 'municipality'; readonly candidates: readonly number[] }
  /** A point in LV95, to be found on the map of municipalities. */
  | { readonly kind: 'point'; readonly east: number; readonly north: number }
  | { readonly kind: 'open' }

/** Who is in charge of a case with these answers. */
export function competenceOf(
  { competence, form }: ServiceDefinition,
  answers: Answers,
  context: FormContext,
): Competence {
  if (competence.by === 'authority') return { kind: 'authority', authority: competence.authority }
  const counted = viewForm(form, answers, context).answers
  return firstOf(competence.fields, counted, context)
}

/** The other municipalities (BFS numbers) that must know of the case. */
export function participantsOf(
  definition: ServiceDefinition,
  answers: Answers,
  context: FormContext,
): readonly number[] {
  const { competence, form } = definition
  if (competence.by === 'authority') return []
  const counted = viewForm(form, answers, context).answers
  const inCharge = competenceOf(definition, answers, context)
  const leading = inCharge.kind === 'municipality' ? inCharge.candidates : []
  const others = (competence.participants ?? []).flatMap((id) => {
    const place = placeOf(answerOf(counted, id), context)
    return place.kind === 'municipality' && place.candidates.length === 1 ? place.candidates : []
  })
  return [...new Set(others)].filter((bfsNumber) => !leading.includes(bfsNumber))
}

function firstOf(fields: readonly string[], answers: Answers, context: FormContext): Competence {
  for (const id of fields) {
    const place = placeOf(answerOf(answers, id), context)
    if (place.kind !== 'open') return place
  }
  return { kind: 'open' }
}

function placeOf(answer: unknown, context: FormContext): Competence {
  if (typeof answer === 'number') return { kind: 'municipality', candidates: [answer] }
  if (!isRecord(answer)) return { kind: 'open' }
  if (typeof answer.municipality === 'number') return { kind: 'municipality', candidates: [answer.municipality] }
  if (typeof answer.east === 'number' && typeof answer.north === 'number')
    return { kind: 'point', east: answer.east, north: answer.north }
  const candidates = municipalitiesOf(answer, context.localities)
  return candidates.length === 0 ? { kind: 'open' } : { kind: 'municipality', candidates }
}
