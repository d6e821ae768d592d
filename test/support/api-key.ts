import { systemClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { createApiKey } from '#kernel/identity/api-keys.ts'

/** A key to hand in with that outlives restarts of the program: those of the demo are new each time. */
export async function makeSubmitterKey(connectionString: string): Promise<string> {
  const database = new Database({ connectionString, poolSize: 2, clock: systemClock })
  try {
    const input = {
      authorityId: null,
      name: 'Test of faults',
      scopes: ['submissions.write'],
      expiresAt: new Date(Date.now() + 86_400_000),
    }
    return await database.write(systemActor('people'), async (scope) => createApiKey(scope, input).key)
  } finally {
    await database.close()
  }
}
