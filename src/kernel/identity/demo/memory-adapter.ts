import type { Adapter, AdapterPayload } from 'oidc-provider'

type Entry = { payload: AdapterPayload; expiresAt: number }

const maxEntries = 10_000

/** What the demo's provider remembers, in this process only: a restart signs nobody in who was half way. */
export function createMemoryAdapters(): (model: string) => Adapter {
  const entries = new Map<string, Entry>()
  return (model) => {
    const find = (id: string): AdapterPayload | undefined => {
      const entry = entries.get(`${model}:${id}`)
      return entry && entry.expiresAt > Date.now() ? entry.payload : undefined
    }
    const findWhere = (isWanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      [...entries].find(([key, entry]) => key.startsWith(`${model}:`) && isWanted(entry.payload))?.[1].payload
    return {
      async upsert(id, payload, expiresIn = 3_600) {
        entries.delete(`${model}:${id}`)
        entries.set(`${model}:${id}`, { payload, expiresAt: Date.now() + expiresIn * 1000 })
        const oldest = entries.keys().next()
        if (entries.size > maxEntries && !oldest.done) entries.delete(oldest.value)
      },
      async find(id) {
        return find(id)
      },
      async findByUid(uid) {
        return findWhere((payload) => payload.uid === uid)
      },
      async findByUserCode(userCode) {
        return findWhere((payload) => payload.userCode === userCode)
      },
      async consume(id) {
        const payload = find(id)
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        entries.delete(`${model}:${id}`)
      },
      async revokeByGrantId(grantId) {
        for (const [key, entry] of entries) if (entry.payload.grantId === grantId) entries.delete(key)
      },
    }
  }
}
