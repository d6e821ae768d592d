import type { ApiPart, Operation } from '#kernel/http/operation.ts'
import { pushOperations } from '../deliveries/push-operations.ts'
import {
  changesSchema,
  dataSetSchema,
  dataSetsSchema,
  groupsSchema,
  rowsSchema,
  sqlAnswerSchema,
  sqlSchema,
  tableSchema,
  versionsSchema,
} from './schemas.ts'

/** Where data sets and their tables stand for programs. */
export const dataSetsPath = '/api/v1/opendata/datasets'
export const dataSetPath = `${dataSetsPath}/:authority/:dataset`
export const tablePath = `${dataSetPath}/:table`

const common = { thing: 'data', method: 'GET', access: 'open' } as const
const heavy = [400, 404, 413, 429, 503]

const operations: readonly Operation[] = [
  {
    ...common,
    id: 'data_sets',
    path: dataSetsPath,
    query: ['q', 'authority', 'theme', 'format', 'frequency', 'licence', 'sort', 'limit', 'after', 'lang'],
    answer: { status: 200, schema: dataSetsSchema },
    refusals: [400, 429],
  },
  {
    ...common,
    id: 'data_set',
    path: dataSetPath,
    query: ['lang'],
    answer: { status: 200, schema: dataSetSchema },
    refusals: [400, 404, 429],
  },
  {
    ...common,
    id: 'table',
    path: tablePath,
    query: ['version', 'at', 'lang'],
    answer: { status: 200, schema: tableSchema },
    refusals: [400, 404, 429],
  },
  {
    ...common,
    id: 'rows',
    path: `${tablePath}/rows`,
    query: ['filter', 'q', 'sort', 'columns', 'limit', 'after', 'count', 'version', 'at'],
    answer: { status: 200, schema: rowsSchema },
    refusals: heavy,
  },
  {
    ...common,
    id: 'groups',
    path: `${tablePath}/groups`,
    query: ['by', 'measure', 'filter', 'q', 'sort', 'limit', 'after', 'version', 'at'],
    answer: { status: 200, schema: groupsSchema },
    refusals: heavy,
  },
  {
    ...common,
    id: 'versions',
    path: `${tablePath}/versions`,
    query: ['limit', 'after'],
    answer: { status: 200, schema: versionsSchema },
    refusals: [400, 404, 429],
  },
  {
    ...common,
    id: 'changes',
    path: `${tablePath}/changes`,
    query: ['from', 'to', 'limit', 'after'],
    answer: { status: 200, schema: changesSchema },
    refusals: heavy,
  },
  {
    ...common,
    id: 'sql',
    method: 'POST',
    path: `${tablePath}/sql`,
    query: ['version', 'at'],
    body: {
      type: 'application/json',
      schema: sqlSchema,
      example: { sql: 'select count(*) as n from data' },
    },
    answer: { status: 200, schema: sqlAnswerSchema },
    refusals: [400, 404, 413, 415, 422, 429, 503],
  },
]

/** What programs can do with open data. */
export const opendataApi: ApiPart = {
  things: ['data'],
  operations: [...operations, ...pushOperations],
  text: (t, part, name) => t(`opendata.api_reference.${part}.${name}`),
}
