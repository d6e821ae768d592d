import { type TSchema, Type } from 'typebox'
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
} from './answer-schemas.ts'
import { decisionSchema, messageSchema } from './case-bodies.ts'
import { submissionSchema } from './submission-body.ts'

/** Who may: everybody; whoever shows the case's code or a key; a key with a scope. */
export type Access = 'open' | 'code_or_key' | 'optional_key' | 'key'

export type Operation = {
  readonly id: string
  readonly method: 'GET' | 'POST'
  /** As the route is declared. */
  readonly path: string
  readonly access: Access
  /** The scope that a key needs here. */
  readonly scope?: string
  readonly query?: readonly string[]
  readonly headers?: readonly string[]
  readonly body?: { readonly type: 'application/json' | 'multipart/form-data'; readonly schema: TSchema }
  readonly answer: { readonly status: 200 | 201; readonly schema: TSchema; readonly type?: string }
  readonly refusals: readonly number[]
}

const json = (schema: TSchema) => ({ type: 'application/json', schema }) as const
const page = ['limit', 'after']

/** Everything that programs can do, in the order in which they do it. A test compares it with the routes. */
export const operations: readonly Operation[] = [
  {
    id: 'authorities',
    method: 'GET',
    path: '/api/v1/authorities',
    access: 'open',
    query: ['q', ...page, 'lang'],
    answer: { status: 200, schema: authoritiesSchema },
    refusals: [400, 422],
  },
  {
    id: 'services',
    method: 'GET',
    path: '/api/v1/services',
    access: 'open',
    query: ['q', 'authority', 'life', 'audience', ...page, 'lang'],
    answer: { status: 200, schema: servicesSchema },
    refusals: [400, 422],
  },
  {
    id: 'service',
    method: 'GET',
    path: '/api/v1/services/:id',
    access: 'open',
    query: ['authority', 'lang'],
    answer: { status: 200, schema: serviceSchema },
    refusals: [400, 404, 422],
  },
  {
    id: 'schema',
    method: 'GET',
    path: '/api/v1/services/:id/schema',
    access: 'open',
    query: ['authority', 'lang'],
    answer: { status: 200, schema: Type.Object({}, { additionalProperties: true }), type: 'application/schema+json' },
    refusals: [400, 404, 422],
  },
  {
    id: 'file',
    method: 'POST',
    path: '/api/v1/files',
    access: 'optional_key',
    scope: 'submissions.write',
    body: {
      type: 'multipart/form-data',
      schema: Type.Object({ file: Type.String({ format: 'binary' }) }),
    },
    answer: { status: 201, schema: fileSchema },
    refusals: [403, 413, 422, 429],
  },
  {
    id: 'submission',
    method: 'POST',
    path: '/api/v1/submissions',
    access: 'optional_key',
    scope: 'submissions.write',
    headers: ['idempotency-key'],
    body: json(submissionSchema),
    answer: { status: 201, schema: acceptedSchema },
    refusals: [400, 403, 422, 429, 503],
  },
  {
    id: 'case',
    method: 'GET',
    path: '/api/v1/cases/:number',
    access: 'code_or_key',
    scope: 'cases.read',
    answer: { status: 200, schema: caseSchema },
    refusals: [401, 403, 404, 410, 429],
  },
  {
    id: 'cases',
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
    method: 'POST',
    path: '/api/v1/cases/:number/messages',
    access: 'code_or_key',
    scope: 'cases.write',
    body: json(messageSchema),
    answer: { status: 201, schema: sentMessageSchema },
    refusals: [401, 403, 404, 409, 422],
  },
  {
    id: 'decision',
    method: 'POST',
    path: '/api/v1/cases/:number/decision',
    access: 'key',
    scope: 'cases.decide',
    body: json(decisionSchema),
    answer: { status: 201, schema: decidedSchema },
    refusals: [401, 403, 404, 409, 422],
  },
]
