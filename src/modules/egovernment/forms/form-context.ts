import type { Refusal } from '#kernel/files/upload.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'

/** One of the canton's municipalities, by its number in the federal register (BFS). */
export type Municipality = { readonly bfsNumber: number; readonly name: string }

/** A locality with postcode, and the municipality it (or a part of it) lies in. */
export type Locality = { readonly locality: string; readonly municipality: number }

/** A file that was handed in for this form. */
export type StoredFile = {
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Media type by content, such as `image/jpeg`. */
  readonly type: string
}

/** How a file that was handed in stands: what is said of it, and where our own small picture of it lies. */
export type FileStanding = { readonly note?: string; readonly picture?: { readonly src: string; readonly alt: string } }

/** What the rules of a form may know besides the answers. The route makes it; nothing here reads clock, database or network. */
export type FormContext = {
  /** The day it is in Switzerland. */
  readonly today: IsoDate
  readonly municipalities: readonly Municipality[]
  /** All localities of the canton with this postcode; empty for a postcode outside. */
  readonly localities: (postcode: string) => readonly Locality[]
  /** A file that this draft or API key handed in; `undefined` for a foreign or unknown id. */
  readonly file: (id: string) => StoredFile | undefined
  /** Whether malware was found in it. */
  readonly isInfected?: (id: string) => boolean
  /** For the page only: where its files may be sent in parts before it. Whoever sets it takes their tokens (`uploadsOf`). */
  readonly uploadsTo?: string
  /** For the page only: no rule depends on it. */
  readonly standing?: (id: string) => FileStanding | undefined
}

/** A file that came with a page: kept, or refused by the file store. */
export type Upload =
  | { readonly ok: true; readonly file: StoredFile }
  | { readonly ok: false; readonly name: string; readonly reason: Refusal }

/** A posted page: its text values, and its files by the name of their input. */
export type FormBody = { readonly values: URLSearchParams; readonly uploads?: ReadonlyMap<string, readonly Upload[]> }
