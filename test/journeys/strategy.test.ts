import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const goals = '/luzern/desk/strategy/goals'

test('two strategists edit the same goal: neither change is lost', async () => {
  const [one, other] = [
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
  ]
  const [mine, theirs] = [await one.open(`${goals}/fb1`), await other.open(`${goals}/fb1`)]
  const saved = await theirs
    .fill({ 'Zuständige Stelle (freiwillig)': 'Dienstabteilung Digital', Französisch: 'Guichet' })
    .submit('Speichern')
  expect(saved.text).toContain('Gespeichert')
  const second = await mine.fill({ Französisch: 'Administration en ligne' }).submit('Speichern')
  expect(second.status).toBe(412)
  expect(second.text).toContain('Jemand anders hat inzwischen gespeichert')
  expect(second.text).toContain('Guichet')
  expect(second.html).toContain('value="Administration en ligne"')
  expect((await second.submit('Speichern')).text).toContain('Gespeichert')
  const [row] = await town.query("select title, owner, revision from strategy.nodes where slug = 'fb1'")
  expect(row).toMatchObject({ title: { fr: 'Administration en ligne' }, owner: 'Dienstabteilung Digital', revision: 3 })
})

test('a strategist enters a goal below a focus area, joins it with a goal of the canton, and ends that again', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const form = (await strategist.open(goals)).fill({
    'Was es ist': 'Jahresziel',
    Name: 'Beispiel: Formulare ohne Papier',
    Kennung: 'beispiel-formulare',
    Quelle: 'Beispiel',
    'Gehört zu (freiwillig)': 'E-Government (Fokusbereich)',
  })
  const made = await form.submit('Erfassen und weiter')
  expect(made.heading).toBe('Beispiel: Formulare ohne Papier')
  expect(made.text).toContain('«E-Government» umfasst «Beispiel: Formulare ohne Papier».')
  const search = made.fill({ 'Womit verbinden? Wort aus dem Namen': 'Partizipation' })
  const found = await search.submit('Suchen')
  const joined = await found
    .fill({
      Womit: 'politische Partizipation und E-Government',
      Verbindung: 'dient',
      'Wer es sagt': 'Fachstelle Digitales',
      Quelle: 'Beispiel',
    })
    .submit('Verbinden')
  expect(joined.text).toContain('dient «politische Partizipation und E-Government»')
  await joined.submit('Heute beenden')
  expect(await town.query('select count(*)::int as n from strategy.edges where until is not null')).toEqual([{ n: 1 }])
})
