import { isIsoDate } from '#kernel/i18n/format.ts'
import { isLanguage, languages } from '#kernel/i18n/language.ts'
import { formPublishProblems, formRuleProblems } from '../../forms/check-form.ts'
import { type FormField, isRecord } from '../../forms/form.ts'
import { escapePointer } from '../../forms/form-error.ts'
import { allFields } from '../../forms/view-form.ts'
import type { LifeSituation } from './life-situations.ts'
import type { ServiceDefinition, ServiceProblem } from './service-definition.ts'

/**
 * Everything that keeps a service from being published; each problem says where and what to do. Expects a definition of
 * `parseService`.
 */
export function checkServiceForPublishing(
  definition: ServiceDefinition,
  lifeSituations: readonly LifeSituation[],
): readonly ServiceProblem[] {
  return [
    ...textProblems(definition, ''),
    ...originProblems(definition),
    ...lifeSituationProblems(definition, lifeSituations),
    ...competenceProblems(definition),
    ...(definition.otherUnits ?? []).flatMap(({ when }, index) =>
      formRuleProblems(definition.form, when, `/otherUnits/${index}/when`),
    ),
    ...signatureProblems(definition),
    ...retentionProblems(definition),
    ...formPublishProblems(definition.form).map((one) => ({ ...one, path: `/form${one.path}` })),
  ]
}

/** What an authority may set instead lies around what the service says itself. */
function retentionProblems({ retentionYears, retentionRange }: ServiceDefinition): readonly ServiceProblem[] {
  if (!retentionRange) return []
  const { least, most } = retentionRange
  return least <= retentionYears && retentionYears <= most
    ? []
    : [{ path: '/retentionRange', message: `does not hold the ${retentionYears} years of the service. Widen it.` }]
}

/** Every text in all languages, in Swiss spelling. A text is a map that has German. */
function textProblems(node: unknown, path: string): readonly ServiceProblem[] {
  if (Array.isArray(node)) return node.flatMap((child, index) => textProblems(child, `${path}/${index}`))
  if (!isRecord(node)) return []
  if (typeof node.de !== 'string')
    return Object.entries(node).flatMap(([key, child]) => textProblems(child, `${path}/${escapePointer(key)}`))
  const missing = languages.filter((language) => typeof node[language] !== 'string')
  const texts = Object.entries(node).filter(([key]) => isLanguage(key))
  return [
    ...missing.map((language) => ({ path, message: `has no text in ${language}. Add it.` })),
    ...texts.flatMap(([language, text]) => spellingProblems(String(text), language, `${path}/${language}`)),
  ]
}

function spellingProblems(text: string, language: string, path: string): readonly ServiceProblem[] {
  const sharp = text.includes('ß') ? [{ path, message: 'is written with ß. Swiss spelling has ss.' }] : []
  const quotes =
    language === 'de' && /[„“”"]/.test(text) ? [{ path, message: 'has foreign quotation marks. Use «…».' }] : []
  return [...sharp, ...quotes]
}

/** Fees, times, papers and what authorities may set are stated with a source, or marked as example. */
function originProblems({
  fee,
  duration,
  deadline,
  documents,
  retentionRange,
}: ServiceDefinition): readonly ServiceProblem[] {
  const statements = [
    { path: '/fee', statement: fee },
    { path: '/duration', statement: duration },
    ...(deadline ? [{ path: '/deadline', statement: deadline }] : []),
    ...(retentionRange ? [{ path: '/retentionRange', statement: retentionRange }] : []),
    ...documents.map((statement, index) => ({ path: `/documents/${index}`, statement })),
  ]
  return statements.flatMap(({ path, statement: { source, example } }) => {
    if (source && example) return [{ path, message: 'has a source and is marked as example. Keep one of the two.' }]
    if (!source && !example)
      return [{ path, message: 'says nothing of where it comes from. Add a "source", or mark it as "example: true".' }]
    return source && !isIsoDate(source.checked)
      ? [{ path: `${path}/source/checked`, message: 'is no day. Write YYYY-MM-DD.' }]
      : []
  })
}

function lifeSituationProblems(
  definition: ServiceDefinition,
  known: readonly LifeSituation[],
): readonly ServiceProblem[] {
  return definition.lifeSituations.flatMap((id, index) =>
    known.some((one) => one.id === id)
      ? []
      : [
          {
            path: `/lifeSituations/${index}`,
            message: `there is no life situation "${id}". Use one of ${known.map((one) => one.id).join(', ')}.`,
          },
        ],
  )
}

function competenceProblems({ competence, form }: ServiceDefinition): readonly ServiceProblem[] {
  if (competence.by === 'authority') return []
  const fields = allFields(form)
  const check = (id: string, path: string) => {
    const field = fields.find((one) => one.id === id)
    if (!field) return [{ path, message: `there is no field "${id}". Name a field that says where.` }]
    return saysWhere(field)
      ? []
      : [
          {
            path,
            message: `"${id}" does not say in which municipality. Take a municipality, a place, or an address with "municipality: true".`,
          },
        ]
  }
  return [
    ...competence.fields.flatMap((id, index) => check(id, `/competence/fields/${index}`)),
    ...(competence.participants ?? []).flatMap((id, index) => check(id, `/competence/participants/${index}`)),
  ]
}

function saysWhere(field: FormField): boolean {
  if (field.type === 'municipality' || field.type === 'place') return true
  return field.type === 'postal-address' && 'municipality' in field && field.municipality === true
}

function signatureProblems({ signature, form }: ServiceDefinition): readonly ServiceProblem[] {
  if (signature === 'declaration' && !form.declaration)
    return [{ path: '/form', message: 'asks for a declaration and has no text for it. Add "declaration".' }]
  if (signature === 'none' && form.declaration)
    return [
      {
        path: '/signature',
        message: 'is "none", but the form has a declaration. Say "declaration", or remove the text.',
      },
    ]
  return []
}
