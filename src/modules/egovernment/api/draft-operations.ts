import type { Operation } from '#kernel/http/operation.ts'
import { acceptedSchema, draftLinkSchema, draftSchema, draftStartedSchema, draftTakenSchema } from './answer-schemas.ts'
import { draftAnswersSchema, draftStartSchema, handoverSchema, pageAnswersSchema } from './draft-bodies.ts'
import { exampleSubmission } from './submission-body.ts'

const { service, authority, answers } = exampleSubmission
const scope = 'submissions.write'
const one = '/api/v1/drafts/:draft'
const held = { thing: 'drafts', access: 'draft_token', scope } as const

/** What programs can do with drafts. */
export const draftOperations: readonly Operation[] = [
  {
    id: 'draft_start',
    thing: 'drafts',
    method: 'POST',
    path: '/api/v1/drafts',
    access: 'optional_key',
    scope,
    body: {
      type: 'application/json',
      schema: draftStartSchema,
      example: { service, authority, language: 'de', answers: { kind: answers.kind } },
    },
    answer: { status: 201, schema: draftStartedSchema, headers: ['Location', 'ETag'] },
    refusals: [400, 403, 413, 415, 422, 429],
  },
  {
    ...held,
    id: 'draft',
    method: 'GET',
    path: one,
    answer: { status: 200, schema: draftSchema, headers: ['ETag'] },
    refusals: [401, 403, 404, 422, 429],
  },
  {
    ...held,
    id: 'draft_answers',
    method: 'PUT',
    path: one,
    headers: ['If-Match'],
    body: { type: 'application/json', schema: draftAnswersSchema, example: { answers } },
    answer: { status: 200, schema: draftSchema, headers: ['ETag'] },
    refusals: [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429],
  },
  {
    ...held,
    id: 'draft_page',
    method: 'PUT',
    path: `${one}/pages/:page`,
    headers: ['If-Match'],
    body: {
      type: 'application/json',
      schema: pageAnswersSchema,
      example: { answers: { is_dangerous: answers.is_dangerous } },
    },
    answer: { status: 200, schema: draftSchema, headers: ['ETag'] },
    refusals: [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429],
  },
  {
    ...held,
    id: 'draft_submission',
    method: 'POST',
    path: `${one}/submission`,
    answer: { status: 201, schema: acceptedSchema, headers: ['Location'] },
    refusals: [401, 403, 404, 409, 412, 422, 429, 503],
  },
  {
    ...held,
    id: 'draft_link',
    method: 'POST',
    path: `${one}/link`,
    answer: { status: 201, schema: draftLinkSchema },
    refusals: [401, 403, 404, 409, 429],
  },
  {
    id: 'draft_handover',
    thing: 'drafts',
    method: 'POST',
    path: '/api/v1/drafts/handover',
    access: 'optional_key',
    scope,
    body: {
      type: 'application/json',
      schema: handoverSchema,
      example: { link: 'https://HOST/de/kriens/services/schadensmeldung/draft/TOKEN' },
    },
    answer: { status: 200, schema: draftTakenSchema, headers: ['ETag'] },
    refusals: [400, 403, 415, 422, 429],
  },
  {
    ...held,
    id: 'draft_discard',
    method: 'DELETE',
    path: one,
    answer: { status: 204 },
    refusals: [401, 403, 404, 409, 412, 429],
  },
]
