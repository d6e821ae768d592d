import type { Actor, IdentityLevel, StaffRole } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import type { RefusedUpload, StoredUpload } from '../files/upload.ts'
import type { IsoDate } from '../i18n/format.ts'
import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import type { AuthorityId, CaseId, IdentityId, PartyId } from '../ids.ts'
import type { Prefix } from './address.ts'
import type { Answer } from './answers.ts'
import type { FormBody } from './form-body.ts'
import type { LooseFile } from './loose-files.ts'

/** Who a permission is granted to: everybody, a signed-in person, the holder of a case's code, a role of staff, or a key's scope. */
export type Grantee = 'anyone' | 'person' | 'case_holder' | StaffRole | `key:${string}`

/** Permissions by name (`module.noun.verb`) and who has them; the manifests of the modules together. */
export type Permissions = Readonly<Record<string, readonly Grantee[]>>

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * `text`: what kind it is, is for the handler to say, as protocols of others have it. `file`: the whole body is one file of any kind, which lies in a
 * folder until the answer has left (`looseFiles`), up to `looseBytes`.
 */
export type BodyKind = 'none' | 'form' | 'multipart' | 'json' | 'text' | 'stream' | 'file'

export type RouteOptions = {
  permission: string
  /** Set where personal data of others is shown: one access entry is committed before the answer is sent. */
  showsPersonalData?: 'case' | 'list' | 'profile'
  body?: BodyKind
  /** Largest body in bytes; files of a multipart body have limits of their own. */
  bodyLimit?: number
  /**
   * Takes one file of a multipart body as it is, up to so many bytes, for a program of ours that reads it at once; it is not kept (`looseFiles`). Without it,
   * files are looked into, sealed and kept (`uploads`).
   */
  looseBytes?: number
  /** Requests per minute and network address; what costs more gets less. */
  rateLimit?: number
  /** Public pages may be kept by caches that ask again (ETag). */
  isPublic?: boolean
  /** Shows everybody the same: rows are read as the public reads them, also where staff ask who may see more. For pages that only read. */
  readsAsPublic?: boolean
  /** False where staff may come before they have shown a second factor: to show one, or to leave. */
  secondFactor?: false
  /**
   * Sensitive: who asks must have shown within so many minutes that it is her (again: provider, or passkey of staff). Whoever has not is led
   * there and back, and a form waits for her with what was entered; so not for routes that take files.
   */
  freshSignIn?: number
  /** The API check of cross-site requests is by key, not by origin. */
  acceptsCrossSite?: boolean
  /** Public data that pages of any site may read (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol), never with anybody's cookie. */
  isOpenToSites?: boolean
}

export type Principal = {
  actor: Actor
  /** What the session says of the person for the page's header. */
  display?: { name: string; email?: string; level: IdentityLevel; identityId: IdentityId; partyId?: PartyId }
  /** Scopes of an API key, with the authority it belongs to. */
  key?: { id: string; authorityId: AuthorityId | null; scopes: readonly string[] }
  /** The case whose number and access code were proven in this browser; a signed-in person can hold one as well. */
  caseGrant?: { authorityId: AuthorityId; caseId: CaseId; sessionId: string }
  sessionId?: string
  /** When the session ends if nothing more is asked for. */
  sessionEndsAt?: Date
  /** When the person herself last showed who she is, as far as the provider says. */
  provenAt?: Date
  csrfExempt?: boolean
}

/** What a handler is given besides its scope. */
export type Request = {
  readonly method: string
  /** The path without language and authority. */
  readonly path: string
  /** The query string as it came, with its question mark, or empty. */
  readonly search: string
  readonly params: Readonly<Record<string, string>>
  readonly query: FormBody
  readonly form: FormBody
  /** Files of a multipart body, by field name, already stored and checked. */
  readonly uploads: readonly StoredUpload[]
  /** Files that were not taken, each with the reason; nothing of them is kept. */
  readonly refusedUploads: readonly RefusedUpload[]
  /** Files of a route with `looseBytes`, as they came; gone once the answer has left. Of a body that is a file, that one. */
  readonly looseFiles: readonly LooseFile[]
  /** A body that is a part of a file, as it arrives. */
  readonly stream: AsyncIterable<Uint8Array> | undefined
  /** A body that the handler reads itself. */
  readonly text: string
  /** A JSON body, unchecked. */
  readonly json: unknown
  readonly language: Language
  readonly t: Translate
  readonly prefix: Prefix
  /** The authority named in the path, or by the host name. */
  readonly authorityId: AuthorityId | undefined
  readonly principal: Principal
  readonly ip: string
  readonly id: string
  readonly receivedAt: Date
  readonly today: IsoDate
  header(name: string): string | undefined
  cookie(name: string): string | undefined
  /** A path of our own in the language and authority of this request. */
  href(path: string): string
  /** The same with the public origin in front. */
  url(path: string): string
  /** Names what personal data the answer shows; needed on routes with `showsPersonalData`. */
  showed(access: Access): void
  /** Runs a unit of work as another actor: the program itself for a named purpose, or a case just proven. */
  readAs<A extends Actor, Result>(actor: A, work: (scope: Scope<A>) => Promise<Result>): Promise<Result>
  writeAs<A extends Actor, Result>(actor: A, work: (scope: WriteScope<A>) => Promise<Result>): Promise<Result>
  readonly database: Database
}

export type Access = {
  authorityId: AuthorityId
  subjectIds: readonly string[]
  role?: StaffRole | undefined
  reason?: string | undefined
}

export type ReadHandler = (scope: Scope, request: Request) => Answer | Promise<Answer>
export type WriteHandler = (scope: WriteScope, request: Request) => Answer | Promise<Answer>

export type Route =
  | { method: 'GET'; path: string; options: RouteOptions; handler: ReadHandler }
  | { method: Exclude<Method, 'GET'>; path: string; options: RouteOptions; handler: WriteHandler }

/** A page or resource to look at; its scope only reads. */
export function get(path: string, options: RouteOptions, handler: ReadHandler): Route {
  return { method: 'GET', path, options, handler }
}

/** Something that changes; its scope is committed before the answer leaves. */
export function post(path: string, options: RouteOptions, handler: WriteHandler): Route {
  return { method: 'POST', path, options: { body: 'form', ...options }, handler }
}

/** Something that is put in the place of what was there; asked twice, it is the same. For programs: forms cannot send it. */
export function put(path: string, options: RouteOptions, handler: WriteHandler): Route {
  return { method: 'PUT', path, options: { body: 'json', ...options }, handler }
}

/** Something that is gone afterwards. For programs: forms cannot send it. */
export function remove(path: string, options: RouteOptions, handler: WriteHandler): Route {
  return { method: 'DELETE', path, options, handler }
}
