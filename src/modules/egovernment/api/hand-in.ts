import { systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { findLooseFiles } from '#kernel/files/find-loose-files.ts'
import type { StoredFile } from '#kernel/files/stored-file.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { hasLevel } from '#kernel/identity/require-level.ts'
import { isUuid, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type Answers, isRecord } from '../forms/form.ts'
import { findOfferToday } from '../services/catalogue.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { NotOfferedError } from '../submissions/prepare-submission.ts'
import type { Submitted } from '../submissions/submit-case.ts'

// What handing in and keeping a draft have in common for programs.

/** A key that may do other things does not hand in. */
export function refuseOtherKeys({ principal }: Request): void {
  if (principal.key && !principal.key.scopes.includes('submissions.write'))
    throw new ForbiddenError('the key lacks submissions.write')
}

/** A program with a key has made sure itself of who hands in; nobody else has. */
export function refuseLowLevel(
  { principal }: Request,
  { identityLevel }: Pick<ServiceDefinition, 'identityLevel'>,
): void {
  if (!principal.key && !hasLevel(principal, identityLevel))
    throw new ForbiddenError('a sign-in is needed', { userMessage: 'egovernment.submissions.error.level' })
}

/** What the authority offers today. Throws `NotOfferedError`, also for an authority that there is not. */
export async function findOfferOf(
  scope: Scope,
  kernel: Pick<Kernel, 'authorities'>,
  wanted: { service: string; authority: string },
): Promise<ServiceOffer> {
  const authorityId = slug<'authority'>(wanted.authority)
  const offer = kernel.authorities.has(authorityId)
    ? await findOfferToday(scope, slug<'service'>(wanted.service), authorityId)
    : undefined
  if (!offer) throw new NotOfferedError(wanted.service, authorityId)
  return offer
}

const mostFiles = 100

/** The files that the answers name anywhere and that belong to nobody yet, as the store knows them. */
export async function readLooseFiles(
  request: Request,
  kernel: Pick<Kernel, 'sealing'>,
  answers: Answers,
): Promise<readonly StoredFile[]> {
  const ids = [...new Set(idsIn(answers))].slice(0, mostFiles)
  if (ids.length === 0) return []
  return request.readAs(systemActor('submission'), (scope) => findLooseFiles(scope, kernel.sealing, ids))
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return isUuid<'file'>(value) ? [value] : []
  if (Array.isArray(value)) return value.flatMap(idsIn)
  return isRecord(value) ? Object.values(value).flatMap(idsIn) : []
}

/** 201: number, code and where to follow it. The code of a firm's case is told to nobody: it would outlive the mandate. */
export function accepted(
  { settings }: Pick<Kernel, 'settings'>,
  { number, accessCode, receivedAt }: Submitted,
  isForFirm: boolean,
): Answer {
  const url = `${settings.origin}/cases/${number}`
  return json(
    { number, accessCode: isForFirm ? null : accessCode, url, receivedAt: receivedAt.toISOString() },
    { status: 201, headers: { location: url } },
  )
}
