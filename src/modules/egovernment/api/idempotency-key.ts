import { createHash } from 'node:crypto'
import { BadRequestError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { contentHash } from '../submissions/content-hash.ts'
import type { IdempotencyKey } from '../submissions/submit-case.ts'

/** The header `Idempotency-Key` with what came with it; undefined without one. It is bound to its owner, so that two may use the same text. */
export function givenKey(request: Request, owner: string, body: unknown): IdempotencyKey | undefined {
  const text = request.header('idempotency-key')
  if (text === undefined) return undefined
  if (text === '' || text.length > 200) throw new KeyNeededError()
  return { hash: createHash('sha256').update(`${owner}\n${text}`).digest(), bodyHash: contentHash(body) }
}

export function neededKey(request: Request, owner: string, body: unknown): IdempotencyKey {
  const key = givenKey(request, owner, body)
  if (!key) throw new KeyNeededError()
  return key
}

/** 400: nothing can be told from sending twice. */
class KeyNeededError extends BadRequestError {
  override name = 'KeyNeededError'
  constructor() {
    super('an Idempotency-Key of 1 to 200 characters is needed', {
      userMessage: 'egovernment.submissions.error.key_needed',
    })
  }
}
