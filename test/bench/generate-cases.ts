import { Client } from 'pg'
import { v7 } from 'uuid'
import { caseNumber } from '#modules/egovernment/cases/case-number.ts'

const batch = 5_000
/** The sequence gives numbers in blocks, as the program takes them. */
const numbersPerBlock = 100

/** How many of ten cases lie with each of these; the rest is spread evenly over all authorities. */
const busy: readonly (readonly [authorityId: string, share: number])[] = [
  ['luzern', 8],
  ['kriens', 1],
]
const statuses = ['closed', 'closed', 'closed', 'closed', 'received', 'in_progress', 'waiting_for_applicant', 'decided']
const givenNames = ['Petra', 'Luca', 'Mira', 'Jonas', 'Elena', 'Noah', 'Sofia', 'Beat', 'Anouk', 'Reto']
const familyNames = ['Beispielhaft', 'Muster', 'Probe', 'Versuch', 'Vorlage', 'Entwurf', 'Fiktiv', 'Erdacht']

type Authority = { readonly id: string; readonly code: string; readonly unit_id: string | null }

const insertCases = `insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, status, applicant_name,
    subject, channel, language, received_at, due_on, expected_on, updated_at, content_hash)
  select authority_id, id, number, $7, $8, unit_id, status, name, 'Schaden melden', 'web', 'de', at, at::date + 5, at::date + 5, at,
    sha256(number::bytea)
  from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $9::int[]) as r(authority_id, id, number, unit_id, status, name, minutes),
    lateral (select now() - make_interval(mins => minutes) as at) as t`

/** What lies beside each case: sealed answers of usual size that nobody can open, history, party, code, words for the search, key. */
const insertBeside = [
  `insert into egovernment.case_answers (authority_id, case_id, payload_version, sealed)
   select authority_id, id, 1, decode(repeat(md5(number), 40), 'hex') from egovernment.cases c where c.id = any ($1::uuid[])`,
  `insert into egovernment.case_events (authority_id, case_id, id, type, at, actor_kind, visible_to_applicant, params)
   select authority_id, id, uuidv7(), type, received_at, 'system', true, '{"channel": "web"}' from egovernment.cases c,
     unnest(array['received', 'started']) as type where c.id = any ($1::uuid[])`,
  `insert into egovernment.case_parties (authority_id, case_id, id, role, channel, sealed_contact, added_at)
   select authority_id, id, uuidv7(), 'applicant', 'web', decode(repeat(md5(number), 6), 'hex'), received_at
   from egovernment.cases c where c.id = any ($1::uuid[])`,
  `insert into egovernment.case_access_codes (authority_id, case_id, id, hash, created_at)
   select authority_id, id, uuidv7(), sha256(id::text::bytea), received_at from egovernment.cases c where c.id = any ($1::uuid[])`,
  `insert into egovernment.case_tokens (authority_id, token, case_id)
   select authority_id, lower(token), id from egovernment.cases c, string_to_table(applicant_name, ' ') as token where c.id = any ($1::uuid[])`,
  `insert into kernel.sealing_keys (authority_id, subject_id, master_key_id, wrapped_key)
   select authority_id, id, 'generated', decode(repeat(md5(number), 4), 'hex') from egovernment.cases c where c.id = any ($1::uuid[])`,
]

/** Fills the database with so many invented cases of all authorities, spread over five years, as the owner of the tables. */
export async function generateCases(ownerUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const authorities = await findAuthorities(client)
    const version = await findVersion(client)
    const start = await reserveNumbers(client, count)
    for (let done = 0; done < count; done += batch) {
      await insertBatch(client, authorities, version, start + done, start + Math.min(done + batch, count) - 1)
    }
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

/** The first of so many serials that the demo has not used and the program will not use. */
async function reserveNumbers(client: Client, count: number): Promise<number> {
  const { rows } = await client.query<{ first: string }>(`select nextval('egovernment.case_number_blocks') as first`)
  const first = Number(rows[0]?.first)
  const next = first + Math.ceil(count / numbersPerBlock) * numbersPerBlock
  await client.query(`select setval('egovernment.case_number_blocks', $1, false)`, [next])
  return first
}

async function findAuthorities(client: Client): Promise<readonly Authority[]> {
  const { rows } = await client.query<Authority>(
    `select a.id, a.code, (select u.id from kernel.units u where u.authority_id = a.id order by u.kind <> 'works', u.id limit 1) as unit_id
     from kernel.authorities a where a.closed_on is null order by a.id`,
  )
  if (rows.length === 0) throw new Error('no authorities to give cases to')
  return rows
}

type Version = { readonly id: string; readonly service_id: string }

async function findVersion(client: Client): Promise<Version> {
  const { rows } = await client.query<Version>(
    `select id, service_id from egovernment.service_versions where service_id = 'schadensmeldung' order by number desc limit 1`,
  )
  const [version] = rows
  if (!version) throw new Error('the service schadensmeldung is not published')
  return version
}

async function insertBatch(
  client: Client,
  authorities: readonly Authority[],
  version: Version,
  first: number,
  last: number,
): Promise<void> {
  const cases = Array.from({ length: last - first + 1 }, (_, index) => invent(first + index, authorities))
  const ids = cases.map(({ id }) => id)
  await client.query('begin')
  await client.query(insertCases, [
    cases.map(({ authority }) => authority.id),
    ids,
    cases.map(({ number }) => number),
    cases.map(({ authority }) => authority.unit_id),
    cases.map(({ status }) => status),
    cases.map(({ name }) => name),
    version.service_id,
    version.id,
    cases.map(({ minutes }) => minutes),
  ])
  for (const statement of insertBeside) await client.query(statement, [ids])
  await client.query('commit')
}

/** The same serial always gives the same case, but for its id. */
function invent(serial: number, authorities: readonly Authority[]) {
  const authority = authorityOf(serial, authorities)
  return {
    authority,
    id: v7(),
    number: caseNumber({ code: authority.code, serial }),
    status: pick(statuses, serial * 7),
    name: `${pick(givenNames, serial)} ${pick(familyNames, Math.floor(serial / givenNames.length))}`,
    minutes: (serial * 7_919) % (5 * 365 * 24 * 60),
  }
}

function authorityOf(serial: number, authorities: readonly Authority[]): Authority {
  const slots = busy.flatMap(([id, share]) => Array.from({ length: share }, () => id))
  const wanted = slots[serial % 10]
  return authorities.find(({ id }) => id === wanted) ?? pick(authorities, Math.floor(serial / 10))
}

function pick<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length]
  if (value === undefined) throw new RangeError('nothing to pick from')
  return value
}
