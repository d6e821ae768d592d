/** A row of the plan of safety that the house promises, with what shows that it holds. */
export type Promised = {
  readonly id: string
  readonly what: string
  /** Files, from the project's folder. None: nothing checks it by machine, and `gap` says why. */
  readonly shownBy: readonly string[]
  /** What of the row is not shown. */
  readonly gap?: string
}

const suite = 'test/security'
const attack = 'test/attack'
const files = 'src/kernel/files'
const signIn = 'src/modules/portal/sign-in'
const matrix = 'test/matrix/pages.matrix.ts'
const strange = 'the house has none of it'

const row = (id: string, what: string, shownBy: readonly string[], gap?: string): Promised => ({
  id,
  what,
  shownBy,
  ...(gap === undefined ? {} : { gap }),
})

/** Rows of ASVS 5.0.0 as the plan selects them, in its order. */
const asvs: readonly Promised[] = [
  row('V1.2.1/V3.2.2', 'markup in every text is text', [`${suite}/stored-markup.test.ts`]),
  row('V1.2.4', 'no parameter reaches SQL', [`${attack}/sqlmap.ts`], 'every route at level 1, named places at level 3'),
  row(
    'V1.2.9',
    'texts of people never become patterns',
    ['src/modules/egovernment/services/definition/check-service.test.ts'],
    'patterns of forms are of bounded length and run without backtracking (re2js); no collection of slow patterns is tried',
  ),
  row('V1.2.10', 'no cell is a formula', [
    'src/modules/egovernment/statistics/figures.test.ts',
    'src/modules/opendata/downloads/routes.test.ts',
    'src/modules/opendata/query/table-files.test.ts',
  ]),
  row('V1.3.1/V1.3.5', 'Markdown gives allowed elements only', ['src/ui/components/markdown/markdown.test.tsx']),
  row('V1.3.4', 'uploaded SVG is never shown', [`${files}/content-inspector.test.ts`, `${suite}/files.test.ts`]),
  row('V1.3.6', 'no request into our own network', [
    'src/kernel/http/outside.test.ts',
    'src/modules/opendata/harvest/harvest-source.test.ts',
  ]),
  row('V1.3.11', 'no line break reaches a mail head', [
    'src/kernel/mail/mail.test.ts',
    'src/kernel/mail/mail-text.test.ts',
    `${suite}/odd-input.test.ts`,
  ]),
  row(
    'V1.5.1',
    'XML without DTD and entities',
    ['src/modules/opendata/intake/formats.test.ts'],
    'spreadsheets; catalogues in RDF/XML have no test of it, and the 50 ms are not measured',
  ),
  row('V2.2.2/V2.2.3', 'the server repeats every rule', [
    'src/modules/egovernment/forms/check-answers.test.ts',
    'src/modules/egovernment/forms/all-services-schema.test.ts',
    'test/contracts/submissions-api.test.ts',
  ]),
  row('V2.3.1', 'no step is skipped', [
    'src/modules/egovernment/apply/apply.test.ts',
    'src/modules/egovernment/cases/case-rules.test.ts',
  ]),
  row('V2.3.3', 'a submission is whole or not there', ['test/faults/kill.test.ts', 'src/kernel/db/database.test.ts']),
  row('V2.3.4', 'one slot is booked once', [], 'nothing can be booked yet'),
  row('V2.3.5', 'four eyes', [
    'src/modules/egovernment/retention/let-go.test.ts',
    'src/modules/opendata/workbench/workbench.test.ts',
  ]),
  row('V2.4.1', 'limits, told by 429', [
    'src/kernel/http/server.test.ts',
    `${suite}/sessions.test.ts`,
    `${files}/sender.test.ts`,
  ]),
  row('V3.2.1/V3.4.4', 'exact kinds of content, nothing sniffed', [
    `${suite}/answers.test.ts`,
    `${suite}/files.test.ts`,
  ]),
  row('V3.3.1–V3.3.4', 'cookies of sessions', [
    `${signIn}/sessions.test.ts`,
    'src/modules/portal/statements/cookie-list.test.ts',
  ]),
  row('V3.4.1', 'HSTS with TLS', [`${suite}/sessions.test.ts`]),
  row('V3.4.3', 'content policy on every page', [`${suite}/answers.test.ts`]),
  row('V3.4.5/V3.4.6', 'referrer and frames', [`${suite}/answers.test.ts`]),
  row(
    'V3.4.7/V3.4.8',
    'the browser has nothing to complain of',
    ['test/browser/page-types.test.ts', `${suite}/answers.test.ts`],
    'reports of browsers outside the tests are not collected',
  ),
  row('V3.5.1/V3.5.3', 'no change from another site', [`${suite}/sessions.test.ts`, 'src/kernel/http/server.test.ts']),
  row('V3.7.2', 'only own paths after a sign-in', [`${signIn}/sign-in.test.ts`, 'src/kernel/http/address.test.ts']),
  row('V4.1.3/V15.3.4', 'heads of a proxy are not believed', [`${suite}/sessions.test.ts`]),
  row('V4.1.4/V13.4.4', 'unknown methods, TRACE, hosts', ['src/kernel/http/server.test.ts']),
  row('V4.2.1', 'no smuggled request', ['src/kernel/http/server.test.ts'], 'not tried behind nginx or haproxy'),
  row('V5.2.1/V5.2.4', 'sizes, cut with flat memory', [
    `${files}/store-upload.test.ts`,
    `${files}/sender.test.ts`,
    `${files}/resumable/uploads.test.ts`,
  ]),
  row('V5.2.2', 'ending, type and content agree', [`${files}/content-inspector.test.ts`, `${suite}/files.test.ts`]),
  row('V5.2.3', 'bombs are refused before unpacking', [`${files}/content-inspector.test.ts`]),
  row('V5.2.6/V14.2.8', 'pixels limited, places erased', [
    `${files}/content-inspector.test.ts`,
    `${files}/places/erase-places.test.ts`,
  ]),
  row('V5.3.2/V5.4.2', 'random ids, names as words only', [`${suite}/files.test.ts`, `${files}/file-name.test.ts`]),
  row('V5.4.3', 'nobody opens what was not scanned', [
    `${files}/scanner/scan-file.test.ts`,
    'test/faults/scanner-away.test.ts',
    'test/journeys/quarantine.test.ts',
  ]),
  row('V6.2.4/V6.2.12/V6.2.8', 'passwords', [], `${strange}: people sign in at a provider, staff also by passkey`),
  row(
    'V6.3.1/V6.3.8',
    'guessing is slowed, and nobody is locked out by it',
    ['src/modules/egovernment/cases/prove-access.test.ts'],
    'codes of cases; the times of known and unknown numbers are not compared to 5 ms',
  ),
  row('V6.3.2/V6.3.3', 'no account by default, staff with a second factor', [
    `${suite}/sessions.test.ts`,
    'src/modules/portal/passkeys/passkeys.test.ts',
    'test/browser/passkeys.test.ts',
  ]),
  row('V6.8.1', 'a person is issuer and subject', [`${signIn}/sign-in.test.ts`]),
  row('V6.8.2/V6.8.3', 'SAML', [], strange),
  row('V6.8.4', 'the level is what the provider says', [
    `${signIn}/sign-in.test.ts`,
    'src/kernel/identity/identity-level.test.ts',
  ]),
  row('V7.2.4/V7.3.1/V7.3.2', 'new ids, idle and absolute ends', [
    `${signIn}/sessions.test.ts`,
    'src/ui/gallery/gallery.test.tsx',
  ]),
  row('V7.4.1/V7.4.2/V7.4.5', 'signed out is out at the next request', [
    `${signIn}/sessions.test.ts`,
    `${suite}/sessions.test.ts`,
  ]),
  row('V7.5.3', 'a fresh sign-in for sensitive acts', [
    `${signIn}/fresh-sign-in.test.ts`,
    'src/modules/portal/access/access.test.ts',
  ]),
  row('V8.2.1', 'every route and role', ['test/architecture/routes.test.ts', `${suite}/foreign-ids.test.ts`]),
  row(
    'V8.2.3',
    'rights of fields',
    ['src/modules/egovernment/desk/desk-case.test.ts'],
    'specially protected files; bodies are not compared role by role',
  ),
  row('V8.3.2', 'a role that goes counts at once', [`${signIn}/sessions.test.ts`, `${suite}/sessions.test.ts`]),
  row('V8.4.1', 'more than 10,000 attempts across authorities', [
    `${suite}/foreign-attempts.test.ts`,
    `${suite}/foreign-rows.test.ts`,
    `${suite}/foreign-ids.test.ts`,
    'test/architecture/tables.test.ts',
  ]),
  row('V9.1.2/V9.2.3', 'tokens that are not right', ['src/kernel/identity/oidc-client.test.ts']),
  row('V10.2.1/V10.5.1/V10.5.4', 'state, PKCE, nonce, no replay', [
    `${signIn}/sign-in.test.ts`,
    'src/kernel/identity/oidc-client.test.ts',
  ]),
  row('V11.1.1/V11.2.2', 'keys', ['src/kernel/sealing/sealing.test.ts'], 'exchanging the master key is not rehearsed'),
  row('V11.3.2/V11.3.3', 'what is sealed opens in its place only', [
    'src/kernel/sealing/sealing.test.ts',
    `${files}/sealed-stream.test.ts`,
  ]),
  row('V11.4.2', 'hashes of passwords', [], strange),
  row('V12.1.1/V12.1.2', 'TLS', [], 'the operator’s proxy speaks TLS; no scan of it here'),
  row('V13.2.2/V13.2.4', 'roles without rights they do not need, hosts on a list', [
    'src/kernel/db/embedded-server.test.ts',
    'src/kernel/http/outside.test.ts',
  ]),
  row('V13.3.1', 'no secret in logs, production refuses gaps', [
    `${suite}/secrets.test.ts`,
    'src/kernel/config/settings.test.ts',
    'test/commands/refusals.test.ts',
  ]),
  row('V13.4.2/V13.4.5', 'no stack, metrics by token', [
    'src/kernel/http/server.test.ts',
    'src/kernel/http/operations-routes.test.ts',
  ]),
  row('V14.2.1/V14.3.2/V14.3.1', 'nothing personal stays behind', [
    `${suite}/answers.test.ts`,
    `${suite}/sessions.test.ts`,
    `${signIn}/sessions.test.ts`,
  ]),
  row('V14.2.7', 'exactly what is due is erased', ['src/modules/egovernment/retention/let-go.test.ts']),
  row('V15.1.2/V15.2.4', 'bill of materials, lock file', [], 'no release exists yet for which one would be written'),
  row('V15.3.3/V15.3.6', 'unknown fields, prototypes', [
    `${suite}/api-attacks.test.ts`,
    'src/kernel/http/form-body.test.ts',
  ]),
  row('V15.4.2', 'of fifty at once, one', [`${suite}/races.test.ts`], 'fifty, not a hundred'),
  row('V16.2.5/V16.4.1', 'no secret in a log', [`${suite}/secrets.test.ts`]),
  row('V16.3.2', 'every read is recorded', [
    'src/kernel/audit/list-accesses.test.ts',
    'src/kernel/http/server.test.ts',
    'test/architecture/routes.test.ts',
  ]),
  row('V16.4.2/V16.4.3', 'the trail cannot be changed unnoticed', [
    'src/kernel/db/database.test.ts',
    'src/kernel/audit/verify-audit.test.ts',
  ]),
  row('V16.5.1–V16.5.4', 'with each part away the house stays usable', [
    'test/faults/mail-away.test.ts',
    'test/faults/sign-in-away.test.ts',
    'test/faults/scanner-away.test.ts',
    'test/faults/object-store-away.test.ts',
    'test/faults/database-away.test.ts',
    'test/faults/database-silent.test.ts',
    'test/faults/full-disk.test.ts',
    'test/faults/rejection.test.ts',
  ]),
]

/** The plan of accessibility, layer by layer. */
const accessibility: readonly Promised[] = [
  row(
    'A1',
    'four checkers on every page type, in four languages, two widths, light and dark',
    [matrix, 'test/browser/page-types.test.ts'],
    'states are those of the places in page-types.ts; high contrast is looked at for width only',
  ),
  row(
    'A2',
    'keyboard',
    [matrix, 'test/browser/main-job.test.ts', 'src/ui/gallery/gallery.test.tsx'],
    'Tab on every page; Shift+Tab, arrows and Esc where a page uses them',
  ),
  row('A3', 'nothing works by mouse alone', ['test/browser/main-job.test.ts'], 'listeners are not searched for'),
  row('A4', 'reflow and text spacing', [matrix], '320 px; zoom of 400 % is the same width'),
  row('A5', 'size of targets', [matrix, 'src/ui/gallery/gallery.test.tsx']),
  row('A6', 'screen reader', ['src/ui/components/field/field.test.tsx'], 'no transcripts are kept'),
  row(
    'A7',
    'forms',
    [
      'src/ui/gallery/gallery.test.tsx',
      'src/modules/egovernment/forms/field-types.test.tsx',
      'test/faults/database-away.test.ts',
    ],
    'every type of field, not every form of every authority',
  ),
  row('A8', 'a service that is badly described is refused', [
    'src/modules/egovernment/services/definition/check-service.test.ts',
  ]),
  row('A9', 'documents', ['src/kernel/letters/letters.test.ts', 'src/modules/strategy/report/report-letter.test.ts']),
  row('A10', 'maps and charts have a table', [
    'src/modules/opendata/look/look.test.ts',
    'src/ui/gallery/gallery.test.tsx',
  ]),
  row('A11', 'forced colours, no script', [matrix, 'test/browser/main-job.test.ts'], 'reduced motion is not looked at'),
  row(
    'A12',
    'language',
    [matrix, 'src/ui/layouts/layouts.test.tsx', 'test/architecture/wording.test.ts'],
    'length of sentences is not reported',
  ),
  row('A13', 'six persons', [], 'cannot be done by machine'),
  row('A14', 'statement', ['src/modules/portal/statements/statements.test.ts']),
]

export const promises: readonly Promised[] = [...asvs, ...accessibility]
