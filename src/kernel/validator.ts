import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Static, TSchema } from 'typebox'
import { isIsoDate } from './i18n/format.ts'
import { isSlug } from './ids.ts'

/** Says whether a value has a shape; after `false`, `problems` tells why. */
export type Validator<Shape> = {
  (value: unknown): value is Shape
  problems(value: unknown): readonly ShapeProblem[]
}

/** Where a value differs from its schema: a JSON Pointer and what to do. */
export type ShapeProblem = { path: string; message: string }

// Of the standard's formats only what a text means is taken: what it may be is said by patterns and checks.
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  // To shorten the code it writes takes Ajv as long as to write it.
  code: { optimize: false },
  formats: { date: true, email: true, uri: true, day: isIsoDate, slug: (text: string) => isSlug(text) },
})

/**
 * A validator for one of our own schemas: never changes the value, refuses unknown properties where the schema says so. It is compiled when it is
 * first asked: all of them at once would hold up the start by a quarter.
 */
export function validatorOf<Schema extends TSchema>(schema: Schema): Validator<Static<Schema>> {
  let compiled: ValidateFunction<Static<Schema>> | undefined
  const validate = () => (compiled ??= ajv.compile<Static<Schema>>(schema))
  const isValid = (value: unknown): value is Static<Schema> => validate()(value)
  return Object.assign(isValid, {
    problems: (value: unknown) => (isValid(value) ? [] : withoutAlternatives(validate().errors ?? []).map(problemOf)),
  })
}

/** Of a failed `anyOf` only the sum is of use, not each alternative's complaint. */
function withoutAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const sums = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.schemaPath)
  return errors.filter((error) => !sums.some((sum) => error.schemaPath.startsWith(`${sum}/`)))
}

function problemOf(error: ErrorObject): ShapeProblem {
  const { path, message } = { path: error.instancePath, message: error.message ?? 'is not valid' }
  switch (error.keyword) {
    case 'additionalProperties':
      return {
        path,
        message: `"${error.params.additionalProperty}" is not known here. Correct its spelling or remove it.`,
      }
    case 'required':
      return { path, message: `"${error.params.missingProperty}" is missing. Add it.` }
    case 'enum':
      return { path, message: `must be one of ${error.params.allowedValues.join(', ')}.` }
    case 'const':
      return { path, message: `must be ${JSON.stringify(error.params.allowedValue)}.` }
    case 'anyOf':
      return { path, message: `must be ${alternatives(error.schema)}.` }
    default:
      return { path, message: `${message}.` }
  }
}

function alternatives(schemas: unknown): string {
  if (!Array.isArray(schemas)) return 'one of the allowed forms'
  return schemas.map((schema) => JSON.stringify(schema.const ?? schema.type ?? schema)).join(' or ')
}
