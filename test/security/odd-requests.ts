import type { Route } from '#kernel/http/route.ts'
import type { Chance } from '#test/support/random.ts'
import type { Ask } from './attack.ts'

/** What can be wrong with a request, as the plan of attack lists it. */
export const families = [
  'wrong types',
  'huge bodies',
  'broken multipart',
  'unknown ids',
  'forged and expired codes',
  'path tricks',
  'SQL',
  'HTML',
  'NUL',
  'lone surrogates',
  'odd heads',
] as const
export type Family = (typeof families)[number]

/** Fields of one page of a form, with its service. */
export type FormPage = { readonly service: string; readonly page: string; readonly fields: readonly string[] }

export type Target = {
  readonly route: Route
  /** The cookie line of who gets furthest. */
  readonly cookie: string
  readonly headers: Readonly<Record<string, string>>
  /** True values of the address's parameters; a random id where there is none. */
  readonly values: Readonly<Record<string, string>>
  readonly form: FormPage
}

const long = 'x'.repeat(120_000)
const randomId = '01a20414-f1b7-7353-8e68-5b41049328b4'
const code = 'ABCD-EFGH-JKMN'

const odd: { readonly [name in Family]: readonly [string, ...string[]] } = {
  'wrong types': ['-1', '1e309', 'NaN', '[]', '{"a":1}', 'true', '0x1F', '2026-02-31', '99999999999999999999', ''],
  'huge bodies': [long, '🏔️'.repeat(3_000), '%41'.repeat(5_000), 'a,'.repeat(20_000)],
  'broken multipart': ['--x\r\n\r\n', 'a\r\n--x--', '"; filename="x'],
  'unknown ids': [randomId, 'KRI-0000-0100-017', '0', 'x', randomId.toUpperCase(), `9999-12-31~${randomId}`, '💧'],
  'forged and expired codes': [
    code,
    'A'.repeat(43),
    `${'a'.repeat(42)}!`,
    'eyJhbGciOiJub25lIn0.e30.',
    '....',
    code.repeat(9),
  ],
  'path tricks': [
    '../../../../etc/passwd',
    '..\\..\\windows',
    '%2e%2e%2f',
    '/%00/',
    '....//....//',
    'CON',
    '.git/config',
    '//evil',
  ],
  SQL: [
    `' or 1=1; drop table egovernment.cases; --`,
    `") union select 1,2,3 --`,
    `1;select pg_sleep(9)`,
    `\\' or ''='`,
    `$$`,
    `%' or '%'='`,
  ],
  HTML: [
    '"><svg onload=alert(1)>',
    '<script>alert(1)</script>',
    `\${7*7}{{7*7}}`,
    "'-alert(1)-'",
    '<!--',
    '</textarea><svg onload=alert(1)>',
  ],
  NUL: ['\u0000', 'a\u0000b', '\u0000\u0000', 'road\u0000'],
  'lone surrogates': ['\ud800', 'a\udfffb', '\ud800\ud800', 'road\udc00'],
  'odd heads': ['a', '1', '*', 'x-y'],
}

const names: readonly [string, ...string[]] = [
  'q',
  'after',
  'before',
  'limit',
  'status',
  'authority',
  'unit',
  'service',
  'tab',
  'lang',
  'next',
  'code',
  'number',
  'email',
  'text',
  'reason',
  'outcome',
  'whom',
  'to',
  'answer_by.day',
  'place.text',
  'place.east',
  'page',
  'action',
  'id',
  'from',
  'until',
  '__proto__',
  'revision',
  'find',
  'focus',
  'series',
  'title.de',
  'slug',
  'source',
  'from.month',
  'compare',
]
const heads = [
  'accept-language',
  'accept',
  'range',
  'if-none-match',
  'x-forwarded-for',
  'x-forwarded-host',
  'authorization',
  'cookie',
  'if-match',
  'x-draft-token',
  'x-access-code',
  'idempotency-key',
  'content-encoding',
  'upload-offset',
  'origin',
  'referer',
  'user-agent',
] as const

/** One request of a family for a route; the same for the same chance. */
export function oddRequest(target: Target, family: Family, chance: Chance): Ask {
  const { route, cookie } = target
  const value = () => chance.one(odd[family])
  const path = addressOf(target, family, value, chance)
  const headers = { 'sec-fetch-site': 'same-origin', ...target.headers, ...oddHeads(family, chance) }
  const base = { method: route.method, path, cookie: cookieLine(cookie, family, chance), headers }
  if (route.method === 'GET' || route.method === 'DELETE')
    return { ...base, path: `${path}?${formText(target, family, value, chance).slice(0, 9_000)}` }
  if (family === 'broken multipart') return { ...base, ...brokenMultipart(target, chance) }
  if (route.options.body === 'json') return { ...base, json: jsonText(target, family, value(), chance) }
  return { ...base, form: formText(target, family, value, chance) }
}

function addressOf({ route, values, form }: Target, family: Family, value: () => string, chance: Chance): string {
  const isAimed = !['unknown ids', 'path tricks', 'forged and expired codes'].includes(family) && chance.number(4) > 0
  const own = route.path.replace(/:(\w+)/g, (_, name: string) =>
    isAimed ? (values[name] ?? randomId) : escaped(value().slice(0, 300), chance),
  )
  const prefix = route.path.startsWith('/services') ? '/kriens' : chance.one(['', '', '/fr', '/it/kriens'])
  const isForm = isAimed && route.path.includes('/apply/:page')
  return isForm
    ? `/kriens/services/${form.service}/apply/${form.page}`
    : `${route.path.startsWith('/api') ? '' : prefix}${own}${family === 'path tricks' ? chance.one(['', '/', '//', '/%2e%2e', '%00', ';a=b', '/.']) : ''}`
}

/** As a browser escapes it, or with bytes that are no text. */
function escaped(value: string, chance: Chance): string {
  return chance.number(8) === 0
    ? '%ED%A0%80'
    : encodeURIComponent(value.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80')
}

function formText({ form }: Target, family: Family, value: () => string, chance: Chance): string {
  const own: readonly string[] = chance.number(3) === 0 ? names : form.fields
  const pairs = own.flatMap((name) => {
    const field = chance.one([name, name, `${name}.text`, `${name}.day`, `${name}[]`, `${name}.0.${name}`])
    return chance.number(3) === 0 ? [] : [`${encodeURIComponent(field)}=${escaped(value(), chance)}`]
  })
  const extra = family === 'wrong types' ? [chance.one(['=', '&&', 'q', '%', '__proto__=1', 'a'.repeat(300)])] : []
  return [...pairs, ...extra].join('&') || `q=${escaped(value(), chance)}`
}

function jsonText({ form }: Target, family: Family, value: string, chance: Chance): string {
  if (family === 'huge bodies')
    return chance.one([`{"text":"${long}"}`, '['.repeat(20_000), '{"a":'.repeat(5_000), `[${'1,'.repeat(60_000)}1]`])
  const wrong: readonly [unknown, ...unknown[]] = [
    value,
    [value],
    { a: value },
    { [value]: value },
    1,
    -1.5,
    true,
    null,
    [[[]]],
  ]
  const odds = (): unknown =>
    family === 'wrong types' ? chance.one(wrong) : chance.one([value, value, [value], { text: value }])
  const answers = Object.fromEntries(form.fields.map((field) => [field, odds()]))
  const body = chance.one<unknown>([
    { service: form.service, authority: 'kriens', language: 'de', answers, contact: { email: odds(), language: 'de' } },
    { answers },
    { text: odds(), outcome: odds(), notifiedOn: odds(), token: odds() },
    { service: odds(), authority: odds(), answers: odds(), language: odds() },
    odds(),
  ])
  const text = JSON.stringify(body) ?? 'undefined'
  return family === 'wrong types' && chance.number(5) === 0 ? text.slice(0, chance.number(text.length)) : text
}

function brokenMultipart({ form }: Target, chance: Chance): Pick<Ask, 'body'> & { headers: Record<string, string> } {
  const field = form.fields[chance.number(form.fields.length)] ?? 'text'
  const part = `--x\r\ncontent-disposition: form-data; name="${field}"; filename="../a\u0000.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4`
  return {
    body: chance.one([
      '',
      '--x',
      `${part}`,
      `${part}\r\n--x`,
      `${part}\r\n--x--`,
      '--x\r\n\r\n\r\n--x--',
      '--x\r\ncontent-disposition: form-data\r\n\r\na\r\n--x--\r\n',
      `${part}${'\u0000'.repeat(50_000)}`,
    ]),
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': chance.one([
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        'multipart/form-data; boundary=',
        'multipart/form-data; boundary="',
        `multipart/form-data; boundary=${'b'.repeat(400)}`,
      ]),
    },
  }
}

function oddHeads(family: Family, chance: Chance): Record<string, string> {
  if (family !== 'odd heads') return {}
  const values: readonly [string, ...string[]] = [
    '',
    '*',
    '%00',
    'Bearer x',
    'Bearer null',
    ';;;,,,',
    'fr,'.repeat(1_500),
    '\u00ff',
    '__proto__',
    '"',
    '-1',
    'bytes=9-1',
    'session=%C3',
    "' or 1=1 --",
    '<svg onload=alert(1)>',
  ]
  const head = heads[chance.number(heads.length)] ?? 'accept'
  return { [head]: chance.one(values) }
}

function cookieLine(cookie: string, family: Family, chance: Chance): string {
  if (family !== 'forged and expired codes' || chance.number(2) === 0) return cookie
  return chance.one([
    `session=${'a'.repeat(43)}`,
    `case=${'b'.repeat(43)}`,
    'session=%00',
    `draft-schadensmeldung=kriens.${randomId}.${'a'.repeat(43)}`,
    '=;;',
    `__Host-session=${'c'.repeat(43)}`,
  ])
}
