import { type Static, Type } from 'typebox'
import { parse } from 'yaml'
import { localText } from '#kernel/i18n/local-text.ts'
import { validatorOf } from '#kernel/validator.ts'

/** An occasion in life under which people look for services. */
const lifeSituation = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' }),
    title: localText(100),
    /** Name of the icon in the icon family. */
    icon: Type.String({ pattern: '^[A-Z][A-Za-z0-9]+$' }),
  },
  { additionalProperties: false },
)

export type LifeSituation = Static<typeof lifeSituation>

const isList = validatorOf(Type.Array(lifeSituation, { minItems: 1 }))

/** The one list of life situations (`content/services/_life-situations.yaml`). Throws with all problems when it is wrong. */
export function parseLifeSituations(yamlText: string): readonly LifeSituation[] {
  const list: unknown = parse(yamlText)
  if (!isList(list)) {
    const problems = isList.problems(list).map(({ path, message }) => `${path}: ${message}`)
    throw new Error(`_life-situations.yaml: ${problems.join('; ')}`)
  }
  return list
}
