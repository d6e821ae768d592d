import type { TSchema } from 'typebox'
import type { Translate } from '../i18n/translate.ts'

/** Who may: everybody; whoever shows the case's code or a key; the holder of a draft's token; a key with a scope. */
export type Access = 'open' | 'code_or_key' | 'optional_key' | 'draft_token' | 'key'

/** Something that programs can do, as the description of the API says it. */
export type Operation = {
  readonly id: string
  /** What it is about. */
  readonly thing: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As the route is declared. */
  readonly path: string
  readonly access: Access
  /** The scope that a key needs here. */
  readonly scope?: string
  readonly query?: readonly string[]
  readonly headers?: readonly string[]
  /** Headers that may be left out. */
  readonly optionalHeaders?: readonly string[]
  readonly body?: {
    readonly type: string
    /** What may come instead. */
    readonly otherTypes?: readonly string[]
    readonly schema: TSchema
    /** What a first try may send. */
    readonly example?: object
  }
  readonly answer: {
    readonly status: 200 | 201 | 204
    /** Missing where there is nothing to say. */
    readonly schema?: TSchema
    readonly type?: string
    readonly headers?: readonly string[]
  }
  readonly refusals: readonly number[]
}

/** What a module lets programs do, and its words for it. */
export type ApiPart = {
  /** What operations are about, in the order of the reference. */
  readonly things: readonly string[]
  readonly operations: readonly Operation[]
  readonly text: (t: Translate, part: 'thing' | 'thing_lead' | 'operation' | 'parameter', name: string) => string
}
