import { expect, test } from 'vitest'
import { readSettings, SettingsError } from './settings.ts'

const production = {
  WEGWEISER_MODE: 'production',
  WEGWEISER_URL: 'https://portal.example.ch',
  DATABASE_URL: 'postgresql://wegweiser:a@db/wegweiser',
  WEGWEISER_OWNER_DATABASE_URL: 'postgresql://owner:b@db/wegweiser',
  WEGWEISER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64url'),
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment)
    return []
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
}

test('nothing set is a demo on this machine only', () => {
  const settings = readSettings({})
  expect(settings).toMatchObject({
    mode: 'demo',
    port: 8080,
    host: '127.0.0.1',
    origin: 'http://localhost:8080',
    databaseUrl: undefined,
  })
})

test('all that is wrong is reported together', () => {
  const problems = problemsOf({
    PORT: '99999',
    WEGWEISER_MODE: 'prod',
    DATABASE_URL: 'mysql://x',
    WEGWEISER_COLOUR: 'red',
  })
  expect(problems).toHaveLength(4)
  expect(problems.join('\n')).toMatch(/WEGWEISER_COLOUR is no setting/)
  expect(problems.join('\n')).toMatch(/PORT is «99999»/)
})

test('production starts with what it needs and refuses each gap', () => {
  expect(problemsOf(production)).toEqual([])
  for (const [name, pattern] of [
    ['WEGWEISER_URL', /https/],
    ['WEGWEISER_MASTER_KEY', /MASTER_KEY/],
    ['WEGWEISER_OWNER_DATABASE_URL', /belong together/],
  ] as const) {
    const { [name]: _left, ...rest } = production
    expect(problemsOf(rest).join('\n')).toMatch(pattern)
  }
})

test('pairs that cannot be meant are refused', () => {
  expect(problemsOf({ ...production, WEGWEISER_OWNER_DATABASE_URL: production.DATABASE_URL })[0]).toMatch(
    /different roles/,
  )
  expect(problemsOf({ ...production, WEGWEISER_URL: 'http://portal.example.ch' })[0]).toMatch(/https/)
  expect(problemsOf({ ...production, HOST: '127.0.0.1' })[0]).toMatch(/TRUST_PROXY/)
  expect(problemsOf({ WEGWEISER_MASTER_KEY: 'short' })[0]).toMatch(/32 bytes/)
})

test('an address with a secret is taken apart', () => {
  const settings = readSettings({
    WEGWEISER_OIDC_URL: 'https://client:se%20cret@agov.example/realm',
    WEGWEISER_S3_URL: 'https://key:secret@s3.example.ch/files?region=ch',
  })
  expect(settings.oidc).toEqual({ issuer: 'https://agov.example/realm', clientId: 'client', clientSecret: 'se cret' })
  expect(settings.s3).toMatchObject({
    endpoint: 'https://s3.example.ch',
    bucket: 'files',
    region: 'ch',
    secretKey: 'secret',
  })
  expect(problemsOf({ WEGWEISER_OIDC_URL: 'https://agov.example' })[0]).toMatch(/client and secret/)
})
