import { ConflictError, PreconditionFailedError } from '#kernel/http/errors.ts'

/**
 * Why one data set or series cannot be taken over though all others can; undefined where it is a fault. `unfit`: the gate refuses it, or its state here
 * does; `not_stored`: somebody saved it meanwhile, or the database does not hold what it says (classes 22 and 23 of
 * https://www.postgresql.org/docs/18/errcodes-appendix.html).
 */
export function refusalOf(error: unknown): 'unfit' | 'not_stored' | undefined {
  if (error instanceof ConflictError) return 'unfit'
  if (error instanceof PreconditionFailedError) return 'not_stored'
  const isData =
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23][0-9A-Z]{3}$/.test(error.code)
  return isData ? 'not_stored' : undefined
}
