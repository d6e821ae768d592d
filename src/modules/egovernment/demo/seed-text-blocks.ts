import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { parse } from 'yaml'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import { slug } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { addTextBlock, mayEdit } from '../text-blocks/keep-text-block.ts'

const text = Type.String({ minLength: 1 })

const schema = Type.Object({
  authorities: Type.Array(text),
  blocks: Type.Array(
    Type.Object({
      title: text,
      service: Type.Optional(text),
      texts: Type.Object({ de: text, fr: text, it: text, en: text }),
    }),
  ),
})

const isContent = validatorOf(schema)

/** What the demo's authorities write often: `content/demo/text-blocks.yaml`. Throws when it lacks something. */
export function readDemoBlocks(
  file = join(import.meta.dirname, '../../../../content/demo/text-blocks.yaml'),
): Static<typeof schema> {
  const content: unknown = parse(readFileSync(file, 'utf8'))
  if (isContent(content)) return content
  throw new TypeError(
    `${file}: ${isContent
      .problems(content)
      .map(({ path, message }) => `${path} ${message}`)
      .join('; ')}`,
  )
}

/** Gives some authorities text blocks, in the name of somebody who edits them there. */
export async function seedTextBlocks(
  database: Database,
  staff: ReadonlyMap<string, readonly StaffActor[]>,
): Promise<void> {
  const { authorities, blocks } = readDemoBlocks()
  for (const name of authorities) {
    const authorityId = slug<'authority'>(name)
    const editor = staff.get(name)?.find((actor) => mayEdit({ actor }, authorityId))
    if (!editor) continue
    await database.write(editor, async (scope) => {
      for (const { title, service, texts } of blocks)
        await addTextBlock(scope, {
          ...{ authorityId, unitId: null, title, texts },
          serviceId: service === undefined ? null : slug<'service'>(service),
        })
    })
  }
}
