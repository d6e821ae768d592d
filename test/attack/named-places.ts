import { swissDate } from '#kernel/i18n/format.ts'
import { damageReport } from '#test/support/submissions.ts'
import type { StarredRequest } from './request-text.ts'
import type { AttackStage } from './stage.ts'
import { strategyNamedPlaces } from './strategy-named-places.ts'

/** A place where words of strangers come nearest to the database, in a request that the program accepts as it is. */
export type NamedPlace = {
  readonly name: string
  readonly request: StarredRequest
  /** SQL is what it is asked in: that conditions work is no finding. sqlmap must learn nothing of a server behind it. */
  readonly takesSql?: true
}

/** One star each, so that sqlmap gives a verdict for each of them. */
export async function namedPlaces(stage: AttackStage): Promise<NamedPlace[]> {
  const { players, caseNumber: number, accessCode, apiKey } = stage
  const clerk = [`Cookie: ${players.clerk.cookie}`]
  const steward = [`Cookie: ${players.steward.cookie}`]
  const guest = [`Cookie: ${players.guest.cookie}`]
  const key = [`Authorization: Bearer ${apiKey}`]
  const get = (name: string, path: string, headers: readonly string[] = []): NamedPlace => ({
    name,
    request: { method: 'GET', path, headers },
  })
  const form = (name: string, path: string, body: string, headers: readonly string[] = []): NamedPlace => ({
    name,
    request: { method: 'POST', path, headers, body, type: 'form' },
  })
  const json = (name: string, path: string, body: unknown, headers: readonly string[] = []): NamedPlace => ({
    name,
    request: { method: 'POST', path, headers, body: JSON.stringify(body), type: 'json' },
  })
  const report = damageReport('named')
  const cursor = await firstCursor(stage)
  const dataSet = await firstDataSet(stage)
  const inbox = (parameter: string) =>
    get(`inbox: ${parameter.split('=', 1)}`, `/desk/inbox?tab=all&${parameter}*`, clerk)
  const municipalities = '5b1f0a52-7c0e-4f3a-9d26-1d5a3f0c2e01'
  const rows = '/api/v1/opendata/datasets/kanton-luzern/gemeinden/gemeinden/rows'
  const datastore = `/api/3/action/datastore_search?resource_id=${municipalities}`
  const items = '/opendata/features/collections/kanton-luzern_gemeinden_gemeinden/items'
  return [
    get('finder: words', '/de/services?q=hund*'),
    get('finder: life situation', '/de/services?life=umziehen-wohnen*'),
    get('finder: audience', '/de/services?audience=persons*'),
    get('finder: suggestions', '/de/services/suggest?q=hu*'),
    get('service: id in the path', '/de/services/schadensmeldung*'),
    get('service: place', '/de/services/betreibungsregisterauszug?place=adligenswil*'),
    get('place: words', '/de/services/betreibungsregisterauszug/place?q=6010*'),
    get('catalogue: words', '/de/opendata?q=gemeinde*'),
    get('catalogue: theme', '/de/opendata?theme=GOVE*'),
    get('catalogue: format', '/de/opendata?format=CSV*'),
    get(
      'catalogue: place in the list',
      '/de/opendata?after=2020-01-01%2000:00:00%2B00_0199c000-0000-7000-8000-000000000001*',
    ),
    get('data set: slug in the path', '/de/opendata/kanton-luzern/gemeinden*'),
    get('table: filter', '/de/opendata/kanton-luzern/gemeinden/gemeinden?f.name=Kriens*'),
    get('table: words', '/de/opendata/kanton-luzern/gemeinden/gemeinden?q=Kriens*'),
    get('table: sort', '/de/opendata/kanton-luzern/gemeinden/gemeinden?sort=name*'),
    get('chart: column', '/de/opendata/kanton-luzern/gemeinden/gemeinden/chart.svg?x=district*'),
    get('versions: day', `/de/opendata/kanton-luzern/gemeinden/gemeinden/versions?as_of=${swissDate(new Date())}*`),
    get(
      'questions: place in the list',
      '/opendata/questions/on/kanton-luzern/gemeinden?after=1000~00000000-0000-7000-8000-000000000001*',
    ),
    form(
      'questions: text',
      '/opendata/questions/on/kanton-luzern/gemeinden',
      'kind=wish&text=Beispiel*&email=petra%40beispielhaft.example',
    ),
    get(
      'desk: place in the questions',
      '/desk/opendata/questions?authority=kriens&state=open&after=1000~00000000-0000-7000-8000-000000000001*',
      steward,
    ),
    get('files: filter', '/opendata/kanton-luzern/gemeinden/gemeinden.csv?name=Kriens*'),
    get('rows: filter', `${rows}?name[contains]=Kriens*`),
    get('rows: sort', `${rows}?sort=name*`),
    get('rows: columns', `${rows}?columns=name*`),
    get('rows: version', `${rows}?version=1*`),
    get('rows: instant', `${rows}?at=2030-01-01*`),
    get('groups: column', `${rows.replace(/rows$/, 'groups')}?by=district*`),
    get('groups: measure', `${rows.replace(/rows$/, 'groups')}?measure=count*`),
    get('CKAN: words', '/api/3/action/package_search?q=gemeinden*'),
    get('CKAN: query of fields', '/api/3/action/package_search?fq=organization:kanton-luzern*'),
    get('CKAN: sort', '/api/3/action/package_search?sort=name+asc*'),
    get('CKAN: name', '/api/3/action/package_show?id=gemeinden_kanton-luzern*'),
    get('CKAN: part of a keyword', '/api/3/action/tag_list?query=gemeinde*'),
    get('CKAN: table', `${datastore}*`),
    get('CKAN: filters', `${datastore}&filters=%7B%22district%22:%22Hochdorf*%22%7D`),
    get('CKAN: words of rows', `${datastore}&q=Kriens*`),
    get('CKAN: sort of rows', `${datastore}&sort=name+desc*`),
    get('CKAN: fields', `${datastore}&fields=name*`),
    {
      ...get(
        'CKAN: SQL',
        `/api/3/action/datastore_search_sql?sql=SELECT+name+FROM+%22${municipalities}%22+WHERE+name='Kriens*'`,
      ),
      takesSql: true,
    },
    get('CKAN: dump', `/datastore/dump/${municipalities}?q=Kriens*`),
    get('features: box', `${items}?bbox=8.2,47,8.4,47.1*`),
    get('features: time', `${items}?datetime=2004-01-01*`),
    get('features: filter', `${items}?district=Hochdorf*`),
    get('features: collection', '/opendata/features/collections/kanton-luzern_gemeinden_gemeinden*'),
    get('features: feature', `${items}/1*`),
    get('features: place in the list', '/opendata/features/collections?after=emmen_geo*'),
    inbox('q=Loch'),
    inbox(`after=${cursor.desk}`),
    inbox('status=received'),
    inbox('service=schadensmeldung'),
    inbox('due=overdue'),
    inbox('assigned=nobody'),
    inbox('channel=web'),
    get('desk: number of a case handed on', `/desk/inbox?tab=all&gone=${number}*`, clerk),
    get('desk: case number in the path', `/desk/cases/${number}*`, clerk),
    get('desk: unit of the statistics', '/desk/statistics?authority=kriens&period=month&unit=bauamt*', [
      `Cookie: ${players.admin.cookie}`,
    ]),
    get('desk: state of data sets', '/desk/opendata?authority=kriens&state=draft*', steward),
    get(
      'desk: place in the data sets',
      '/desk/opendata?authority=kriens&after=1000~00000000-0000-7000-8000-000000000001*',
      steward,
    ),
    ...(dataSet === undefined ? [] : [get('desk: id of a data set', `/desk/opendata/${dataSet}*`, steward)]),
    get('desk: words of text blocks', '/desk/text-blocks?authority=kriens&q=a*', clerk),
    form('desk: text of a note', `/desk/cases/${number}/notes`, 'text=Beispiel*', clerk),
    get('case: number in the path', `/cases/${number}*`, guest),
    get('case: cookie', `/cases/${number}`, [`Cookie: ${players.guest.cookie}*`]),
    form('case: number of the access form', '/cases/access', `number=${number}*&code=${accessCode}`),
    form('case: code of the access form', '/cases/access', `number=${number}&code=${accessCode}*`),
    form('case: text of a message', `/cases/${number}/messages`, 'text=Beispiel*', guest),
    form('form: answer of a page', '/kriens/services/schadensmeldung/apply/kind', 'kind=road*'),
    form('account: profile', '/account/profile', 'phone=%2B41412000000*', [`Cookie: ${players.person.cookie}`]),
    get('API services: words', '/api/v1/services?q=hund*'),
    get('API services: audience', '/api/v1/services?audience=persons*'),
    get('API authorities: words', '/api/v1/authorities?q=kriens*'),
    get('API services: id in the path', '/api/v1/services/schadensmeldung/schema*'),
    get('API cases: status', '/api/v1/cases?status=received*', key),
    get('API cases: authority', '/api/v1/cases?authority=kriens*', key),
    get('API cases: cursor', `/api/v1/cases?after=${encodeURIComponent(cursor.api)}*`, key),
    get('API case: number in the path', `/api/v1/cases/${number}*`, key),
    get('API case: code in the head', `/api/v1/cases/${number}`, [`X-Access-Code: ${accessCode}*`]),
    get('API cases: key in the head', '/api/v1/cases', [`Authorization: Bearer ${apiKey}*`]),
    json('API message: text', `/api/v1/cases/${number}/messages`, { text: 'Beispiel*' }, key),
    json('API submission: service', '/api/v1/submissions', { ...report, service: `${report.service}*` }, [
      'Idempotency-Key: named-service',
    ]),
    json(
      'API submission: an answer',
      '/api/v1/submissions',
      { ...report, answers: { ...report.answers, description: 'Ein Loch im Belag*' } },
      ['Idempotency-Key: fresh'],
    ),
    json('API submission: idempotency key', '/api/v1/submissions', report, ['Idempotency-Key: named*']),
    json('API draft: authority', '/api/v1/drafts', {
      service: report.service,
      authority: `${report.authority}*`,
      language: 'de',
      answers: {},
    }),
    ...strategyNamedPlaces(stage),
  ]
}

/** A data set of Kriens, where its steward has one by now. */
async function firstDataSet({ program, players }: AttackStage): Promise<string | undefined> {
  const headers = { cookie: players.steward.cookie }
  const list = await fetch(`${program.origin}/de/desk/opendata?authority=kriens`, { headers })
  return /\/desk\/opendata\/([0-9a-f-]{36})/.exec(await list.text())?.[1]
}

/** Cursors as the program itself gives them. */
async function firstCursor({ program, players, apiKey }: AttackStage): Promise<{ desk: string; api: string }> {
  const list = await fetch(`${program.origin}/de/desk/inbox?tab=all`, { headers: { cookie: players.clerk.cookie } })
  const desk = /after=([^"&]+)/.exec(await list.text())?.[1]
  const answer = await fetch(`${program.origin}/api/v1/cases?limit=1`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const body: unknown = await answer.json()
  const api = typeof body === 'object' && body !== null && 'next' in body ? String(body.next) : undefined
  if (desk === undefined || api === undefined) throw new Error('no cursor')
  return { desk, api }
}
