import { Line } from '#kernel/db/line.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DraftHandle } from './draft.ts'
import { draftActor, findDraftsByHandles, type OpenDraft } from './find-draft.ts'
import { type DraftSave, saveDrafts } from './save-draft.ts'

/** Where many people's steps meet: their drafts are read together, and saved together. */
export type DraftLines = {
  readonly find: Line<DraftHandle, OpenDraft | undefined>
  /** False for what was saved elsewhere meanwhile. */
  readonly save: Line<DraftSave, boolean>
}

export function createDraftLines(kernel: Pick<Kernel, 'database' | 'sealing'>): DraftLines {
  const { database } = kernel
  return {
    find: new Line(database, (handles) =>
      database.read(draftActor, (scope) => findDraftsByHandles(scope, kernel, handles)),
    ),
    save: new Line(database, (saves) => database.write(draftActor, (scope) => saveDrafts(scope, saves))),
  }
}
