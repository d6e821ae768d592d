import type { Unsent } from './unsent-files.ts'

/** Carries the files along that came with an earlier try, unseen. */
export function UnsentProofs({ name, files }: { name: string; files: readonly Unsent<unknown>[] }) {
  return (
    <>
      {files.map(({ proof }) => (
        <input key={proof} type="hidden" name={name} value={proof} />
      ))}
    </>
  )
}
