import { demoId } from '#kernel/identity/demo/people-file.ts'
import { publishExamples } from '#test/support/open-data.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import type { Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { mother, moveOfHome } from '../journeys/applications.ts'
import { enterPerson, openWithCode, walk } from '../journeys/walk.ts'
import { type OpenDataMails, prepareMails } from './open-data-mails.ts'
import { addSeries, seriesId } from './open-data-series.ts'
import { addAgreement, addPlan, importId, strategyPlaces } from './strategy-places.ts'

/** Whoever comes to a page. */
export type Cast = Readonly<Record<Role, Visitor>>
export type Role =
  | 'admin'
  | 'representative'
  | 'guest'
  | 'sender'
  | 'mover'
  | 'applicant'
  | 'holder'
  | 'offerer'
  | 'person'
  | 'clerk'
  | 'lead'
  | 'steward'
  | 'strategist'
  | 'projectLead'

export type PlaceToSee = { readonly path: string; readonly as: Role }

/**
 * Numbers of cases: one that nobody has taken, one in work, one that waits for its applicant (with a correction to be made, by its id), and one that is decided; and what a clerk enters
 * for somebody: one that is being typed (`entry`), one that became a case (`entered`), by the ids of their drafts; a text block and a batch of cases to be erased, and a data set with its table and a source of others, by their ids.
 */
export type Cases = Readonly<
  Record<
    | 'untouched'
    | 'started'
    | 'waiting'
    | 'decided'
    | 'correction'
    | 'entry'
    | 'entered'
    | 'block'
    | 'batch'
    | 'dataSet'
    | 'table'
    | 'source',
    string
  >
> & { readonly mails: OpenDataMails }

const move = '/kriens/services/umzug'
const damage = '/kriens/services/schadensmeldung'

const firmMandates = `/account/mandates/${demoId('party', 'beispiel-velo')}`

const see = (as: Role, ...paths: string[]): readonly PlaceToSee[] => paths.map((path) => ({ path, as }))

/** Where each page type is seen, by the path of its route. Redirects are followed. */
export function pageTypes({
  untouched,
  started,
  waiting,
  decided,
  correction,
  entry,
  entered,
  block,
  batch,
  dataSet,
  table,
  source,
  mails,
}: Cases): Readonly<Record<string, readonly PlaceToSee[]>> {
  const desk = (noun: string, number = waiting) => `/kriens/desk/cases/${number}${noun}`
  return {
    '/': see('guest', '/', '/kriens/'),
    '/services': see('guest', '/services', '/services?q=z%C3%BCgeln', '/services?q=quatschquatsch'),
    '/services/:id': see('guest', '/services/umzug', move, '/kriens/services/wohnsitzbestaetigung', damage),
    '/services/:id/place': see(
      'guest',
      '/services/umzug/place',
      '/services/umzug/place?q=6005',
      '/services/umzug/place?q=nirgends',
    ),
    '/services/:id/apply': see('guest', `${damage}/apply`),
    '/services/:id/apply/:page': [
      ...see(
        'mover',
        ...['to', 'date', 'new-address', 'dwelling', 'persons', 'lease'].map((page) => `${move}/apply/${page}`),
      ),
      ...see('applicant', ...['place', 'details', 'photos', 'call-back'].map((page) => `${damage}/apply/${page}`)),
    ],
    '/services/:id/apply/review/for': see('representative', `${damage}/apply/review/for`),
    '/services/:id/apply/review': see('applicant', `${damage}/apply/review`),
    '/services/:id/apply/review/contact': see('applicant', `${damage}/apply/review/contact`),
    '/services/:id/apply/review/sent': see('sender', `${damage}/apply/review/sent`),
    '/services/:id/draft': see('applicant', `${damage}/draft`),
    '/services/:id/draft/:token': see('guest', `${damage}/draft/nonsense`),
    '/cases': [...see('guest', '/cases'), ...see('person', '/cases')],
    '/cases/new-code': see('guest', '/cases/new-code'),
    '/cases/new-code/:token': see('guest', '/cases/new-code/nonsense'),
    '/cases/confirmation/:token': see('guest', '/cases/confirmation/nonsense'),
    '/cases/:number': [...see('applicant', `/cases/${waiting}`), ...see('holder', `/cases/${decided}`)],
    '/cases/:number/correction-offer': see('offerer', `/cases/${started}/correction-offer`),
    '/cases/:number/corrections/:correction': see('applicant', `/cases/${waiting}/corrections/${correction}`),
    '/opendata': see('guest', '/opendata', '/kriens/opendata?theme=TRAN', '/opendata?q=quatschquatsch'),
    '/opendata/quality': see('guest', '/opendata/quality'),
    '/opendata/:authority/:slug': see('guest', '/opendata/kriens/parkplaetze', '/opendata/kanton-luzern/bevoelkerung'),
    '/opendata/series/:authority/:slug': see('guest', '/opendata/series/kriens/abstellplaetze'),
    '/opendata/:authority/:slug/:distribution': see(
      'guest',
      ...['', '?f.art=blau&sort=-felder', '?f.felder=unsinn', '?q=quatsch', '?view=columns'].map(
        (search) => `/opendata/kriens/parkplaetze/plaetze${search}`,
      ),
      ...['?view=chart', '?view=chart&kind=point&x=erfasst&y=felder&by=art', '?view=map'].map(
        (search) => `/opendata/kriens/parkplaetze/plaetze${search}`,
      ),
      ...['?view=chart&by=gemeinde', '?view=map&at=2025'].map(
        (search) => `/opendata/kanton-luzern/bevoelkerung/bestand${search}`,
      ),
      '/opendata/kriens/parkplaetze/plan',
    ),
    '/opendata/:authority/:slug/changes': see('guest', '/opendata/kanton-luzern/bevoelkerung/changes'),
    '/opendata/:authority/:slug/:distribution/versions': see(
      'guest',
      '/opendata/kanton-luzern/bevoelkerung/bestand/versions',
    ),
    '/opendata/:authority/:slug/:distribution/versions/:number': see(
      'guest',
      '/opendata/kanton-luzern/bevoelkerung/bestand/versions/1',
    ),
    '/opendata/:authority/:slug/:distribution/versions/:number/changes': see(
      'guest',
      '/opendata/kanton-luzern/bevoelkerung/bestand/versions/2/changes',
    ),
    '/opendata/subscriptions/for/:authority': see('guest', '/opendata/subscriptions/for/kriens'),
    '/opendata/subscriptions/for/:authority/series/:slug': see(
      'guest',
      '/opendata/subscriptions/for/kriens/series/abstellplaetze',
    ),
    '/opendata/subscriptions/for/:authority/:slug': [
      ...see('guest', '/opendata/subscriptions/for/kriens/parkplaetze?sent=1'),
      ...see('person', '/opendata/subscriptions/for/kriens/parkplaetze'),
    ],
    '/opendata/subscriptions/confirmation/:token': see('guest', mails.subscriptionToConfirm),
    '/opendata/subscriptions/of/:token': see('guest', mails.followed),
    '/opendata/questions/on/:authority/:slug': see('guest', '/opendata/questions/on/kriens/parkplaetze?done=sent'),
    '/opendata/questions/confirmation/:token': see('guest', mails.questionToConfirm),
    '/opendata/features': see('guest', '/opendata/features?f=html'),
    '/opendata/features/api': see('guest', '/opendata/features/api?f=html'),
    '/opendata/features/collections': see('guest', '/opendata/features/collections?f=html'),
    '/opendata/features/collections/:collection': see(
      'guest',
      '/opendata/features/collections/kriens_parkplaetze_plaetze?f=html',
    ),
    '/opendata/features/collections/:collection/queryables': see(
      'guest',
      '/opendata/features/collections/kriens_parkplaetze_plaetze/queryables?f=html',
    ),
    '/opendata/features/collections/:collection/items': see(
      'guest',
      '/opendata/features/collections/kriens_parkplaetze_plaetze/items?f=html',
    ),
    '/opendata/features/collections/:collection/items/:feature': see(
      'guest',
      '/opendata/features/collections/kriens_parkplaetze_plaetze/items/1?f=html',
    ),
    '/receipts': see('guest', '/receipts'),
    '/gallery': see('guest', '/gallery'),
    '/gallery/fields': see('guest', '/gallery/fields'),
    '/desk': see('clerk', '/kriens/desk'),
    '/desk/inbox': [
      ...see('clerk', ...['new', 'waiting', 'shared'].map((tab) => `/kriens/desk/inbox?tab=${tab}`)),
      ...see('lead', '/kriens/desk/inbox?tab=all&service=schadensmeldung&due=later&q=petra'),
    ],
    '/desk/statistics': see('lead', '/kriens/desk/statistics?period=week'),
    '/desk/opendata/feeds': see('lead', '/kriens/desk/opendata/feeds'),
    '/desk/views': see('clerk', '/kriens/desk/views'),
    '/desk/absences': [...see('clerk', '/kriens/desk/absences'), ...see('lead', '/kriens/desk/absences')],
    '/desk/retention': see('clerk', '/kriens/desk/retention'),
    '/desk/retention/rules/:service': see('lead', '/kriens/desk/retention/rules/schadensmeldung?authority=kriens'),
    '/desk/retention/proposals/:id': see('lead', `/kriens/desk/retention/proposals/${batch}`),
    '/desk/text-blocks': [
      ...see('clerk', '/kriens/desk/text-blocks'),
      ...see('lead', '/kriens/desk/text-blocks?q=Guten'),
    ],
    '/desk/text-blocks/new': see('lead', '/kriens/desk/text-blocks/new'),
    '/desk/text-blocks/:id': see('lead', `/kriens/desk/text-blocks/${block}`),
    '/desk/cases/:number': see('clerk', desk(''), desk('', decided), desk('', untouched)),
    '/desk/cases/:number/messages': see('clerk', desk('/messages')),
    '/desk/cases/:number/notes': see('clerk', desk('/notes')),
    '/desk/cases/:number/questions': see('clerk', desk('/questions', untouched)),
    '/desk/cases/:number/corrections': see('clerk', desk('/corrections', untouched)),
    '/desk/cases/:number/correction-offer': see('clerk', desk('/correction-offer', untouched)),
    '/desk/cases/:number/closure': see('clerk', desk('/closure', decided)),
    '/desk/cases/:number/reopening': see('clerk', desk('/reopening', decided)),
    '/desk/cases/:number/hold': see('lead', desk('/hold')),
    '/desk/cases/:number/party-removal': see('clerk', desk('/party-removal')),
    '/desk/cases/:number/assignment': see('lead', desk('/assignment')),
    '/desk/cases/:number/forwarding': see('clerk', desk('/forwarding')),
    '/desk/cases/:number/decision': see('clerk', desk('/decision', started)),
    '/desk/counter': see('clerk', '/kriens/desk/counter'),
    '/desk/counter/:draft': see('clerk', `/kriens/desk/counter/${entry}`),
    '/desk/counter/:draft/review': see('clerk', `/kriens/desk/counter/${entry}/review`),
    '/desk/counter/:draft/sent': see('clerk', `/kriens/desk/counter/${entered}/sent`),
    '/desk/opendata': see('steward', '/kriens/desk/opendata', '/kriens/desk/opendata?state=withdrawn'),
    '/desk/opendata/sources': see('steward', '/kriens/desk/opendata/sources'),
    '/desk/opendata/sources/:id': see('steward', `/kriens/desk/opendata/sources/${source}`),
    '/desk/opendata/questions': see('steward', '/kriens/desk/opendata/questions'),
    '/desk/opendata/questions/:id': see('steward', `/kriens/desk/opendata/questions/${mails.question}`),
    '/desk/opendata/series': see('steward', '/kriens/desk/opendata/series'),
    '/desk/opendata/series/new': see('steward', '/kriens/desk/opendata/series/new'),
    '/desk/opendata/series/:id': see('steward', `/kriens/desk/opendata/series/${seriesId}`),
    '/desk/opendata/series/:id/metadata': see('steward', `/kriens/desk/opendata/series/${seriesId}/metadata`),
    '/desk/opendata/new': see('steward', '/kriens/desk/opendata/new'),
    '/desk/opendata/:id': see('steward', `/kriens/desk/opendata/${dataSet}`),
    '/desk/opendata/:id/metadata': see('steward', `/kriens/desk/opendata/${dataSet}/metadata`),
    '/desk/opendata/:id/distributions/new': see('steward', `/kriens/desk/opendata/${dataSet}/distributions/new`),
    '/desk/opendata/:id/distributions/:distribution': see(
      'steward',
      `/kriens/desk/opendata/${dataSet}/distributions/${table}`,
      `/kriens/desk/opendata/${dataSet}/distributions/${documentId}`,
    ),
    '/desk/opendata/:id/distributions/:distribution/columns': see(
      'steward',
      `/kriens/desk/opendata/${dataSet}/distributions/${table}/columns`,
    ),
    '/desk/opendata/:id/distributions/:distribution/protection': see(
      'steward',
      `/kriens/desk/opendata/${dataSet}/distributions/${personsId}/protection`,
    ),
    '/desk/feedback': see('lead', '/kriens/desk/feedback'),
    '/api/reference': see('guest', '/api/reference'),
    '/privacy': see('guest', '/privacy'),
    '/imprint': see('guest', '/imprint'),
    '/open-source': see('guest', '/open-source'),
    '/accessibility': see('guest', '/accessibility'),
    '/accessibility/feedback': see('guest', '/accessibility/feedback'),
    '/sign-in': see('guest', '/sign-in'),
    '/desk/access': see('admin', '/kriens/desk/access'),
    '/sign-in/again': see('person', '/sign-in/again', '/sign-in/again?notice=cancelled'),
    '/sign-in/kept/:id': see('person', '/sign-in/kept/nonsense'),
    '/sign-in/second-factor': see('lead', '/sign-in/second-factor?notice=refused'),
    '/account/passkeys': see('lead', '/account/passkeys'),
    '/account/passkeys/new': see('lead', '/account/passkeys/new'),
    '/account/passkeys/:id/removal': see('lead', '/account/passkeys/nonsense/removal'),
    '/account/accesses': see('representative', '/account/accesses'),
    '/account/profile': see('person', '/account/profile'),
    '/account/email': see('person', '/account/email'),
    '/account/email/confirmation': see('person', '/account/email/confirmation'),
    '/account/subscriptions': see('person', '/account/subscriptions'),
    '/account/export': see('person', '/account/export'),
    '/account/closing': see('representative', '/account/closing'),
    '/account/mandates': [...see('representative', '/account/mandates'), ...see('person', '/account/mandates')],
    '/account/invitations/:token': see('person', '/account/invitations/nonsense'),
    '/account/mandates/:firm': see('representative', firmMandates),
    '/account/mandates/:firm/invitation': see('representative', `${firmMandates}/invitation`),
    '/account/mandates/:firm/:id': see(
      'representative',
      `${firmMandates}/${demoId('representation', 'beispiel-velo')}`,
    ),
    ...strategyPlaces(see),
    '/desk/firms': see('lead', '/kriens/desk/firms'),
    '/account': [...see('person', '/account'), ...see('lead', '/account')],
    '/mailbox': see('guest', '/mailbox'),
    '/demo/people/:uid': see('guest', '/sign-in/person'),
    'not found': see('guest', '/nothing-here'),
    'not allowed': see('person', '/kriens/desk/inbox'),
  }
}

/** Pages that lead on to another, and those that refuse. */
export const leadOn: readonly string[] = ['/services/:id/apply', '/desk', '/demo/people/:uid']
export const refused: readonly string[] = [
  'not found',
  'not allowed',
  '/sign-in/kept/:id',
  '/account/email/confirmation',
  '/account/invitations/:token',
  '/account/passkeys/:id/removal',
]

/** Pages for who builds, not for who uses: they show the same question many times, and only a phone's width. */
export const galleries: readonly string[] = ['/gallery', '/gallery/fields']

/** What answers a GET and is no page. */
export const notPages: readonly RegExp[] = [
  /^\/(healthz|readyz|metrics|robots\.txt|sitemap\.xml|\.well-known\/security\.txt)$/,
  /^\/api\//,
  /^\/datastore\/dump\//,
  // The same again, and a list for programs that looks like the others.
  /^\/opendata\/features\/(conformance)?$/,
  /\/suggest$/,
  /\/text-blocks\/:block$/,
  /\.(pdf|csv|ics)$/,
  /^\/desk\/strategy\/.*\.xlsx$/,
  /^\/opendata\/.*\/file$/,
  /^\/desk\/(opendata|strategy)\/.*\.json$/,
  /^\/opendata\/.*\.(rdf|ttl|jsonld|json|atom|svg|tsv|ndjson|xlsx|geojson|parquet)$/,
  /\/receipt$/,
  /\/files\/:file(\/pages\/:page)?$/,
  // Uploads in parts speak to a program, here the file field's script.
  /^\/uploads\//,
  // These lead on at once: to the provider, back from it, to where one wanted to go, and to the catalogue or what is said of it.
  /^\/opendata\/catalog$/,
  /^\/sign-in\/(person|staff|callback)$/,
  /^\/demo\/sign-in\/:token$/,
]

let serial = 0

/** A damage in Kriens, reported by a program for somebody. */
async function report(town: Town): Promise<{ number: string; code: string }> {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `stage-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  return { number, code: accessCode }
}

/** Everybody who comes to a page, with what each needs to have done before. */
export async function prepareCast(town: Town): Promise<{ cast: Cast; cases: Cases }> {
  const [clerk, lead, person] = [
    await town.signIn({ role: 'clerk', authority: 'kriens' }),
    await town.signIn({ role: 'lead', authority: 'kriens' }),
    await town.signIn({ name: 'Mia Muster' }),
  ]
  const representative = await town.signIn({ name: 'Erika Example' })
  const admin = await town.signIn({ role: 'admin', authority: 'kriens' })
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const projectLead = await town.signIn({ role: 'project_lead', authority: 'luzern' })
  await publishExamples(town.house.kernel)
  const untouched = await report(town)
  const started = await report(town)
  const waiting = await report(town)
  const decided = await report(town)
  await start(clerk, started.number)
  await ask(clerk, waiting.number)
  await askToCorrect(clerk, waiting.number)
  const [asked] = await town.query<{ id: string }>('select id from egovernment.case_corrections')
  const correction = asked?.id ?? ''
  await decide(clerk, decided.number)
  const block = await addBlock(town, lead)
  const batch = await addBatch(town, clerk)
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const { dataSet, table } = await prepareDataSet(town, steward)
  const [entry, entered] = [await enterFor(clerk), await enterFor(clerk)]
  await entered.submit('Eingabe erfassen')
  const applicant = town.visitor()
  await openWithCode(applicant, waiting)
  const offerer = town.visitor()
  await openWithCode(offerer, started)
  await offerCorrection(town.visitor(), untouched)
  const holder = town.visitor()
  await openWithCode(holder, decided)
  await fillInDamage(applicant)
  const sender = town.visitor()
  await (await fillInDamage(sender)).submit('Jetzt senden')
  const mover = town.visitor()
  const persons = await walk(await mover.open(`/de${move}/apply`), moveOfHome)
  await (await enterPerson(persons, 'Person 1', mother)).submit('Weiter')
  await addPlan(town)
  await addAgreement(town)
  return {
    cast: {
      admin,
      representative,
      guest: town.visitor(),
      sender,
      mover,
      applicant,
      holder,
      offerer,
      person,
      clerk,
      lead,
      steward,
      strategist,
      projectLead,
    },
    cases: {
      untouched: untouched.number,
      started: started.number,
      waiting: waiting.number,
      decided: decided.number,
      correction,
      entry: draftIn(entry),
      entered: draftIn(entered),
      block,
      batch,
      dataSet,
      table,
      source: await addSource(town),
      mails: await prepareMails(town),
    },
  }
}

/** A case that need not be kept any more, and that a clerk proposed to erase; gives the id of the batch. One more stays in the list. */
async function addBatch(town: Town, clerk: Visitor): Promise<string> {
  const numbers = [(await report(town)).number, (await report(town)).number]
  const ended = `update egovernment.cases set status = 'closed', kept_until = '2020-01-01' where number = any($1) returning id`
  const [row] = await town.query<{ id: string }>(ended, [numbers])
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const step of ['offers', 'appraisals', 'proposals']) {
    const values = { case: row?.id ?? '', appraisal: 'not_worthy', reason: 'Aufbewahrung vorbei' }
    await clerk.post(`/kriens/desk/retention/${step}`, new URLSearchParams(values).toString(), headers)
  }
  const [batch] = await town.query<{ id: string }>('select id from egovernment.erasure_proposals')
  return batch?.id ?? ''
}

const documentId = '0199c0de-0000-7000-8000-0000000000d3'
const personsId = '0199c0de-0000-7000-8000-0000000000d4'

/** A data set with a table that has no rows yet, as the gate found it; gives their ids. */
async function prepareDataSet(town: Town, steward: Visitor): Promise<{ dataSet: string; table: string }> {
  const [dataSet, table] = ['0199c0de-0000-7000-8000-0000000000d1', '0199c0de-0000-7000-8000-0000000000d2']
  const columns = [
    { name: 'strasse', title: { de: 'Strasse' }, type: 'string', role: 'fact', isKey: true },
    { name: 'plaetze', title: { de: 'Plätze' }, type: 'integer', unit: 'Plätze' },
  ]
  const metadata = {
    title: { de: 'Veloständer' },
    description: { de: 'Öffentliche Veloständer (Beispiel).' },
    keywords: { de: ['Velo'] },
    themes: ['TRAN'],
    frequency: 'ANNUAL',
    licence: 'terms_by',
    contact: { name: { de: 'Tiefbau (Beispiel)' }, email: 'tiefbau@kriens.example' },
    issued: '2026-11-26',
    distributions: [
      { id: table, slug: 'liste', kind: 'table', title: { de: 'Liste' }, columns },
      { id: documentId, slug: 'plan', kind: 'file', title: { de: 'Plan' } },
      { id: personsId, slug: 'ausleihen', kind: 'table', title: { de: 'Ausleihen' }, columns: personColumns },
    ],
  }
  await town.query(
    `insert into opendata.data_sets (authority_id, id, slug, origin, state, title, metadata, created_at, changed_at)
     values ('kriens', $1, 'velostaender', 'steward', 'draft', 'Veloständer', $2, now(), now())`,
    [dataSet, JSON.stringify(metadata)],
  )
  await addImport(town)
  await addDeliveries(town, dataSet, table)
  await addSeries(town, dataSet)
  const persons = await steward.open(`/kriens/desk/opendata/${dataSet}/distributions/${personsId}`)
  await persons.fill({ 'Datei mit den Zeilen': personRows() }).submit('Hochladen und lesen')
  await (await steward.open(`/kriens/desk/opendata/${dataSet}`)).submit('Prüfen')
  return { dataSet, table }
}

const personColumns = [
  { name: 'ausweis', title: { de: 'Ausweis' }, type: 'string', role: 'identifier' },
  {
    name: 'alter',
    title: { de: 'Alter' },
    type: 'integer',
    role: 'quasi-identifier',
    coarsen: { to: 'band', width: 20 },
  },
  { name: 'dauer', title: { de: 'Dauer der Ausleihe' }, type: 'integer', role: 'measure' },
]

/** Forty persons who hired a bicycle, invented. */
function personRows() {
  const lines = Array.from({ length: 40 }, (_, at) => `A-${at};${20 + (at % 31)};${at % 7}`)
  return {
    name: 'ausleihen.csv',
    type: 'text/csv',
    content: new TextEncoder().encode(['Ausweis;Alter;Dauer der Ausleihe', ...lines].join('\n')),
  }
}

/** What a file of projects said, one of them with something wrong. */
async function addImport(town: Town): Promise<void> {
  const projects = [
    { reference: 'beispiel-archiv', title: 'Beispiel: Archiv', phase: 'idea', budget: 12_000_050 },
    { reference: 'beispiel-netz', title: 'Beispiel: Netz', phase: 'concept', needs: ['gibt-es-nicht'] },
  ]
  await town.query(
    `insert into strategy.imports (authority_id, id, file_name, projects, sheet, file, made_at)
     values ('luzern', $1, 'projekte.csv', $2, '{"headings": ["Titel", "Farbe"], "as": {"title": "Titel"}, "faults": []}', 'Titel;Farbe', now())`,
    [importId, JSON.stringify(projects)],
  )
}

/** A table that is fetched, the last time in vain, and a document with a version. */
async function addDeliveries(town: Town, dataSet: string, table: string): Promise<void> {
  const faults = [{ line: 3, column: 'plaetze', kind: 'not_integer', value: 'viele' }]
  await town.query(
    `insert into opendata.table_sources (authority_id, table_id, data_set_id, url, every_hours, next_run_at, failing_since, set_at)
     values ('kriens', $2, $1, 'https://daten.example.ch/velostaender.csv', 24, now(), now(), now())`,
    [dataSet, table],
  )
  await town.query(
    `insert into opendata.deliveries (authority_id, table_id, id, data_set_id, way, at, outcome, reason, faults, fault_count)
     values ('kriens', $2, uuidv7(), $1, 'fetch', now(), 'refused', 'rows', $3, 1)`,
    [dataSet, table, JSON.stringify(faults)],
  )
  await town.query(
    `insert into opendata.file_versions (authority_id, data_set_id, file_id, number, file, name, sha256, bytes, format, made_at)
     values ('kriens', $1, $2, 1, 'od-plan-of-the-gallery', 'plan.pdf', $3, 20480, 'PDF', now())`,
    [dataSet, documentId, '0'.repeat(64)],
  )
}

/** A catalogue of others whose last run could not be read, and one before it with something to say; gives its id. */
async function addSource(town: Town): Promise<string> {
  const [source] = await town.query<{ id: string }>(
    `insert into opendata.harvest_sources (authority_id, id, kind, title, url, contact_name, contact_email, every_hours, created_at, next_run_at)
     values ('kriens', uuidv7(), 'dcat', 'Katalog (Beispiel)', 'https://daten.example.ch/catalog.rdf', 'Amt', 'amt@kriens.example', 24, now(), now())
     returning id`,
  )
  const findings = [
    { severity: 'error', kind: 'no_licence', subject: 'wald@amt', property: 'dct:license', value: '' },
    { severity: 'warning', kind: 'date', subject: 'see@amt', property: 'dct:issued', value: '2026-4-1' },
  ]
  await town.query(
    `insert into opendata.harvest_runs (authority_id, source_id, id, started_at, ended_at, fault, fault_detail, found, added, changed, unchanged, refused, withdrawn, findings)
     values ('kriens', $1, uuidv7(), now(), now(), 'syntax', '3:8 · unexpected close tag', 2, 1, 0, 0, 1, 0, $2)`,
    [source?.id, JSON.stringify(findings)],
  )
  return source?.id ?? ''
}

/** A text block, so that the pages of the desk offer one; gives its id. */
async function addBlock(town: Town, lead: Visitor): Promise<string> {
  const page = await lead.open('/kriens/desk/text-blocks/new')
  await page.fill({ Titel: 'Gruss', 'Text auf Deutsch': 'Guten Tag {name}' }).submit('Textbaustein speichern')
  const [block] = await town.query<{ id: string }>("select id from egovernment.text_blocks where title = 'Gruss'")
  return block?.id ?? ''
}

/** The applicant of a case offers a correction that nobody has looked at. */
async function offerCorrection(visitor: Visitor, offered: { number: string; code: string }): Promise<void> {
  await openWithCode(visitor, offered)
  const page = await visitor.open(`/cases/${offered.number}/correction-offer`)
  const answers = { 'Beschreiben Sie den Schaden': 'Zwei Löcher', 'Was stimmt nicht?': 'Es sind zwei.' }
  await page.fill(answers).submit('Berichtigung anbieten')
}

function start(clerk: Visitor, number: string): Promise<Page> {
  return clerk.open(`/kriens/desk/cases/${number}`).then((page) => page.submit('Bearbeitung beginnen'))
}

async function ask(clerk: Visitor, number: string): Promise<void> {
  const page = await clerk.open(`/kriens/desk/cases/${number}/questions`)
  await page.fill({ 'Was möchten Sie wissen?': 'Wie tief ist das Loch?' }).submit('Rückfrage stellen')
}

async function askToCorrect(clerk: Visitor, number: string): Promise<void> {
  const page = await clerk.open(`/kriens/desk/cases/${number}/corrections`)
  const answers = {
    'Welche Angaben soll die Person korrigieren?': ['Beschreiben Sie den Schaden'],
    'Was stimmt nicht?': 'Wie gross ist das Loch?',
  }
  await page.fill(answers).submit('Korrektur verlangen')
}

async function decide(clerk: Visitor, number: string): Promise<void> {
  const started = await start(clerk, number)
  const preview = await (await started.follow('Entscheiden'))
    .fill({ 'Wie entscheiden Sie?': 'Gutgeheissen', Entscheid: 'Das Loch wird gefüllt.\n\nDie Stelle wird gesichert.' })
    .submit('Entscheid prüfen')
  await preview.submit('Entscheid unterzeichnen')
}

/** A clerk enters a damage for somebody on the phone, up to the review. */
async function enterFor(clerk: Visitor): Promise<Page> {
  const page = await (await clerk.open('/kriens/desk/counter'))
    .fill({ 'Wie kommt die Eingabe?': 'Am Telefon', Dienstleistung: 'Schaden melden' })
    .submit('Formular öffnen')
  const more = await page
    .fill({
      'Was ist beschädigt?': 'Strasse, Trottoir, Velo- oder Fussweg',
      'Kann sich jemand verletzen?': 'Nein',
      'Ort in Worten': 'Beispielplatz 3',
      'Beschreiben Sie den Schaden': 'Ein Loch im Belag',
    })
    .submit('Weiter zur Prüfung')
  // What has no follow-up question leads to the review at once.
  return more.path.includes('/review') ? more : more.submit('Weiter zur Prüfung')
}

const draftIn = (page: Page) => /counter\/([0-9a-f-]{36})/.exec(page.path)?.[1] ?? ''

async function fillInDamage(visitor: Visitor): Promise<Page> {
  const page = await walk(await visitor.open(`/de${damage}/apply`), [
    ['Was ist beschädigt?', { 'Was ist beschädigt?': 'Beleuchtung' }],
    ['Kann sich jemand verletzen?', { 'Kann sich jemand verletzen?': 'Nein' }],
    ['In welcher Gemeinde ist der Schaden?', {}],
    ['Wo genau?', { 'Ort in Worten': 'Beispielplatz 3' }],
    [
      'Was haben Sie gesehen?',
      { 'Wie verhält sie sich?': 'Sie ist dunkel', 'Beschreiben Sie den Schaden': 'Die Lampe ist aus.' },
    ],
    ['Wann haben Sie den Schaden zuerst gesehen?', {}],
    ['Haben Sie Fotos?', {}],
    ['Dürfen wir zurückrufen?', {}],
  ])
  return page.fill({ 'E-Mail-Adresse': 'petra@beispielhaft.example' }).submit('Weiter')
}
