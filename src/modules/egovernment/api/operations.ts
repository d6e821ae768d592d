import { type TSchema, Type } from 'typebox'
import type { ApiPart, Operation } from '#kernel/http/operation.ts'
import {
  acceptedSchema,
  authoritiesSchema,
  caseSchema,
  casesSchema,
  decidedSchema,
  fileSchema,
  sentMessageSchema,
  serviceSchema,
  servicesSchema,
  workSchema,
} from './answer-schemas.ts'
import { decisionSchema, messageSchema } from './case-bodies.ts'
import { draftOperations } from './draft-operations.ts'
import { exampleSubmission, submissionSchema } from './submission-body.ts'

const json = (schema: TSchema, example: object) => ({ type: 'application/json', schema, example }) as const
const page = ['limit', 'after']

/** Everything that programs can do, in the order in which they do it. A test compares it with the routes. */
const operations: readonly Operation[] = [
  {
    id: 'authorities',
    thing: 'catalogue',
    method: 'GET',
    path: '/api/v1/authorities',
    access: 'open',
    query: ['q', ...page, 'lang'],
    answer: { status: 200, schema: authoritiesSchema },
    refusals: [400, 422],
  },
  {
    id: 'services',
    thing: 'catalogue',
    method: 'GET',
    path: '/api/v1/services',
    access: 'open',
    query: ['q', 'authority', 'life', 'audience', ...page, 'lang'],
    answer: { status: 200, schema: servicesSchema },
    refusals: [400, 422],
  },
  {
    id: 'service',
    thing: 'catalogue',
    method: 'GET',
    path: '/api/v1/services/:id',
    access: 'open',
    query: ['authority', 'lang'],
    answer: { status: 200, schema: serviceSchema },
    refusals: [400, 404, 422],
  },
  {
    id: 'schema',
    thing: 'catalogue',
    method: 'GET',
    path: '/api/v1/services/:id/schema',
    access: 'open',
    query: ['authority', 'lang'],
    answer: { status: 200, schema: Type.Object({}, { additionalProperties: true }), type: 'application/schema+json' },
    refusals: [400, 404, 422],
  },
  {
    id: 'file',
    thing: 'submissions',
    method: 'POST',
    path: '/api/v1/files',
    access: 'optional_key',
    scope: 'submissions.write',
    body: {
      type: 'multipart/form-data',
      schema: Type.Object({ file: Type.String({ format: 'binary' }) }),
    },
    answer: { status: 201, schema: fileSchema },
    refusals: [403, 413, 415, 422, 429, 503],
  },
  {
    id: 'submission',
    thing: 'submissions',
    method: 'POST',
    path: '/api/v1/submissions',
    access: 'optional_key',
    scope: 'submissions.write',
    headers: ['Idempotency-Key'],
    body: json(submissionSchema, exampleSubmission),
    answer: { status: 201, schema: acceptedSchema, headers: ['Location'] },
    refusals: [400, 403, 413, 415, 422, 429, 503],
  },
  ...draftOperations,
  {
    id: 'case',
    thing: 'cases',
    method: 'GET',
    path: '/api/v1/cases/:number',
    access: 'code_or_key',
    scope: 'cases.read',
    answer: { status: 200, schema: caseSchema },
    refusals: [401, 403, 404, 410, 429],
  },
  {
    id: 'cases',
    thing: 'cases',
    method: 'GET',
    path: '/api/v1/cases',
    access: 'key',
    scope: 'cases.read',
    query: ['status', 'authority', ...page],
    answer: { status: 200, schema: casesSchema },
    refusals: [400, 401, 403, 422],
  },
  {
    id: 'message',
    thing: 'cases',
    method: 'POST',
    path: '/api/v1/cases/:number/messages',
    access: 'code_or_key',
    scope: 'cases.write',
    optionalHeaders: ['Idempotency-Key'],
    body: json(messageSchema, { text: 'Besten Dank.' }),
    answer: { status: 201, schema: sentMessageSchema },
    refusals: [400, 401, 403, 404, 409, 415, 422],
  },
  {
    id: 'work',
    thing: 'cases',
    method: 'POST',
    path: '/api/v1/cases/:number/work',
    access: 'key',
    scope: 'cases.write',
    answer: { status: 201, schema: workSchema },
    refusals: [401, 403, 404, 409],
  },
  {
    id: 'decision',
    thing: 'cases',
    method: 'POST',
    path: '/api/v1/cases/:number/decision',
    access: 'key',
    scope: 'cases.decide',
    body: json(decisionSchema, { outcome: 'approved', text: 'Das Loch wird geflickt.' }),
    answer: { status: 201, schema: decidedSchema },
    refusals: [400, 401, 403, 404, 409, 415, 422],
  },
]

/** What programs can do with services, submissions and cases. */
export const egovernmentApi: ApiPart = {
  things: ['catalogue', 'submissions', 'drafts', 'cases'],
  operations,
  text: (t, part, name) => t(`egovernment.api_reference.${part}.${name}`),
}
