import type { StoredFile } from '#kernel/files/stored-file.ts'
import type { FileId } from '#kernel/ids.ts'
import type { Sealing } from '#kernel/sealing/sealing.ts'
import type { CaseSide } from './case.ts'
import type { CaseFile } from './case-details.ts'
import type { CaseRef } from './case-record.ts'

/** The field of a form that carries the proofs of files which came with an earlier try. */
export const unsentField = 'unsent'

/** A file that came with a form which is still being filled in, with the proof by which that form names it again. */
export type Unsent<File> = File & { readonly proof: string }

/**
 * Files with their proofs: that they came from this side of this case. A form can name anything; only who was shown the proof has it, so
 * nobody takes along what the other side has not sent, nor a file of another case.
 */
export function withProofs<File extends { readonly id: FileId }>(
  sealing: Pick<Sealing, 'keyedHash'>,
  { authorityId, caseId }: CaseRef,
  side: CaseSide,
  files: readonly File[],
): readonly Unsent<File>[] {
  return files.map((file) => ({
    ...file,
    proof: sealing.keyedHash('egovernment.unsent_file', [authorityId, caseId, side, file.id].join('\n')),
  }))
}

/** What was attached to a case in two: what stands in it, and what nobody sent. */
export function splitFiles(
  stored: readonly StoredFile[],
  listed: readonly Pick<CaseFile, 'fileId'>[],
): { readonly sent: readonly StoredFile[]; readonly unsent: readonly StoredFile[] } {
  const ids = new Set<FileId>(listed.map(({ fileId }) => fileId))
  return { sent: stored.filter(({ id }) => ids.has(id)), unsent: stored.filter(({ id }) => !ids.has(id)) }
}

/** Those of them that a form proves. */
export function provenFiles<File>(files: readonly Unsent<File>[], proofs: readonly string[]): readonly Unsent<File>[] {
  const given = new Set(proofs)
  return files.filter(({ proof }) => given.has(proof))
}
