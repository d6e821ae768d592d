import type { Town } from '#test/support/town.ts'

/** What people have asked and followed, by the paths of what their mails lead to (without the language), and the id of a question at the desk. */
export type OpenDataMails = Readonly<
  Record<'question' | 'followed' | 'subscriptionToConfirm' | 'questionToConfirm', string>
>

const dataSet = 'kriens/parkplaetze'

/** Somebody follows a data set and an authority, asks about it, and has one link of each kind left to open. */
export async function prepareMails(town: Town): Promise<OpenDataMails> {
  const reader = town.visitor()
  const address = 'lena.leserin@beispiel.example'
  const linkIn = async (path: string) => {
    await town.jobs.drain()
    const link = new RegExp(`http://[^/\\s]+/de(\\S*/${path}/\\S+)`)
    return (await town.mail.to(address)).flatMap(({ text }) => link.exec(text)?.[1] ?? []).at(-1) ?? ''
  }
  const follow = async (subject: string) => {
    const form = await reader.open(`/opendata/subscriptions/for/${subject}`)
    await form.fill({ 'E-Mail-Adresse': address }).submit('Benachrichtigen')
    return linkIn('subscriptions/confirmation')
  }
  const ask = async (text: string) => {
    const form = await reader.open(`/opendata/questions/on/${dataSet}`)
    await form
      .fill({ 'Worum geht es?': 'Frage zu den Daten', 'Ihr Text': text, 'E-Mail-Adresse': address })
      .submit('Absenden')
    return linkIn('questions/confirmation')
  }
  const followed = await (await reader.open(await follow(dataSet))).submit('Ja, benachrichtigen')
  for (const text of ['Wann wurde das erhoben?', 'Gibt es auch Veloplätze?'])
    await (await reader.open(await ask(text))).submit('Ja, senden')
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const question = await (await steward.open('/kriens/desk/opendata/questions')).follow('Parkplätze')
  await question.fill({ Antwort: 'Im Mai 2026.', 'Frage und Antwort veröffentlichen': true }).submit('Antwort senden')
  const [open] = await town.query<{ id: string }>(`select id from opendata.questions where state = 'open'`)
  return {
    question: open?.id ?? '',
    followed: followed.path.replace(/^\/de|[?#].*/g, ''),
    subscriptionToConfirm: await follow('kriens'),
    questionToConfirm: await ask('Und wo sind sie?'),
  }
}
