import { get, post, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { SubmitParts } from '../submissions/submit-case.ts'
import { showDraftPicture } from './draft-files.ts'
import { createDraftLines } from './draft-lines.ts'
import { showForWhom, takeForWhom } from './for-whom-steps.tsx'
import { enter, showStep, takeStep } from './form-steps.tsx'
import { askTakeOver, discard, makeLink, showLater, takeOver } from './later-steps.tsx'
import { send, showContact, showReview, showSent, takeContact } from './review-steps.tsx'

const read = { permission: 'egovernment.draft.read' } as const
const write = { permission: 'egovernment.draft.write' } as const

/** Filling in a service, page by page, without script. */
export function applyRoutes(kernel: Kernel, submit: SubmitParts): Route[] {
  const own = { kernel, submit, drafts: createDraftLines(kernel) }
  return [
    get('/services/:id/apply', read, (scope, request) => enter(own, scope, request)),
    get('/services/:id/apply/review/for', read, (scope, request) => showForWhom(own, scope, request)),
    post('/services/:id/apply/review/for', write, (scope, request) => takeForWhom(own, scope, request)),
    get('/services/:id/apply/review', read, (scope, request) => showReview(own, scope, request)),
    post('/services/:id/apply/review', { permission: 'egovernment.case.submit', rateLimit: 60 }, (scope, request) =>
      send(own, scope, request),
    ),
    get('/services/:id/apply/review/contact', read, (scope, request) => showContact(own, scope, request)),
    post('/services/:id/apply/review/contact', write, (scope, request) => takeContact(own, scope, request)),
    get('/services/:id/apply/review/sent', read, (scope, request) => showSent(own, scope, request)),
    get('/services/:id/apply/:page', read, (scope, request) => showStep(own, scope, request)),
    post('/services/:id/apply/:page', { ...write, body: 'multipart' }, (scope, request) =>
      takeStep(own, scope, request),
    ),
    get('/services/:id/draft', read, (scope, request) => showLater(own, scope, request)),
    post('/services/:id/draft/link', { ...write, rateLimit: 10 }, (scope, request) => makeLink(own, scope, request)),
    post('/services/:id/draft/discard', write, (scope, request) => discard(own, scope, request)),
    get('/services/:id/draft/files/:file/pages/:page', read, (scope, request) => showDraftPicture(own, scope, request)),
    get('/services/:id/draft/:token', read, askTakeOver),
    post('/services/:id/draft/:token', { ...write, rateLimit: 30 }, (scope, request) => takeOver(own, scope, request)),
  ]
}
