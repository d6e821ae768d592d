import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { parse } from 'yaml'
import { systemActor } from '#kernel/db/actor.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { validatorOf } from '#kernel/validator.ts'
import { findNode } from '../graph/queries.ts'
import { putProfile } from './profile-queries.ts'
import { lookForSynergies } from './run-finder.ts'
import { termsSchema } from './stored.ts'

const file = join(import.meta.dirname, '../../../../content/demo/strategy/together/profiles.yaml')
const isProfiles = validatorOf(
  Type.Array(
    Type.Object(
      {
        authority: Type.String({ format: 'slug' }),
        project: Type.String({ format: 'slug' }),
        tender: Type.Optional(Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })),
        terms: termsSchema,
      },
      { additionalProperties: false },
    ),
  ),
)
const platform = systemActor('strategy')

/** Says of the demo's projects what they have in common with others, and looks for synergies; once. */
export async function loadDemoProfiles({ database }: Pick<Kernel, 'database'>): Promise<string | undefined> {
  const profiles: unknown = parse(readFileSync(file, 'utf8'))
  if (!isProfiles(profiles))
    throw new Error(
      `${file}: ${isProfiles
        .problems(profiles)
        .map(({ path, message }) => `${path} ${message}`)
        .join('; ')}`,
    )
  return database.write(platform, async (scope) => {
    const there = await scope.db.selectFrom('strategy.project_profiles').select('node_id').limit(1).executeTakeFirst()
    if (there) return undefined
    for (const { authority, project, tender, terms } of profiles) {
      const node = await findNode(scope, slug<'authority'>(authority), project)
      if (!node) continue
      await putProfile(scope, {
        key: node,
        audience: node.audience,
        terms,
        tenderOn: tender,
      })
    }
    const found = await lookForSynergies(scope)
    return found ? `Content     ${found} suggested synergies` : undefined
  })
}
