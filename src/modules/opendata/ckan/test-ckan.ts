import { publishExample, treeMetadata, treeRows, treesId } from '#test/support/data-sets.ts'
import { openTown } from '#test/support/town.ts'

// What each action takes and gives: https://docs.ckan.org/en/2.11/api/index.html; of rows: https://docs.ckan.org/en/2.11/maintaining/datastore.html

export type Given = { success: boolean; help: string; result: Record<string, unknown>; error: Record<string, unknown> }

/** The Action API of a town with two data sets of trees, as clients of CKAN ask it. */
export async function openCkan() {
  const town = await openTown()
  const { kernel } = town.house
  await publishExample(kernel)
  const second = {
    ...treeMetadata,
    title: { de: 'Bänke am See' },
    description: { de: 'Zum Sitzen (Beispiel).' },
    keywords: { de: ['Bank'] },
    themes: ['REGI' as const],
  }
  await publishExample(kernel, {
    authority: 'horw',
    slug: 'baenke',
    metadata: {
      ...second,
      licence: 'terms_ask',
      distributions: treeMetadata.distributions.map((one) => ({
        ...one,
        id: one.id.replace(/a1$/, 'a2'),
        title: { de: 'Liste' },
      })),
    },
    rows: treeRows(250),
  })
  const send = (method: 'GET' | 'POST', path: string, body?: string, headers: Record<string, string> = {}) =>
    town.house.app.inject({
      method,
      url: path,
      headers: { host: town.host, ...headers },
      ...(body !== undefined && { payload: body }),
    })
  const get = (path: string) => send('GET', `/api/3/action/${path}`)
  /** As ckanapi asks: JSON by POST, under the address without a version. */
  const act = async (name: string, parameters: object = {}) => {
    const answer = await send('POST', `/api/action/${name}`, JSON.stringify(parameters), {
      'content-type': 'application/json',
    })
    return { status: answer.statusCode, ...answer.json<Given>() }
  }
  const rows = async (parameters: object) =>
    (await act('datastore_search', { resource_id: treesId, ...parameters })).result
  const column = async (parameters: object) => {
    const { records } = await rows({ ...parameters, fields: ['nr'], records_format: 'lists' })
    return Array.isArray(records) ? records.flat() : records
  }
  return { town, send, get, act, rows, column }
}
export type Ckan = Awaited<ReturnType<typeof openCkan>>
