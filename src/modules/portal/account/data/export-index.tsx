import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'

export type ExportIndexProps = {
  t: Translate
  at: Date
  name: string
  email: string | undefined
  cases: readonly {
    number: string
    title: string
    data: Readonly<Record<string, unknown>>
    files: readonly string[]
  }[]
  counts: Readonly<Record<'sessions' | 'mandates' | 'mails' | 'drafts' | 'opendata', number>>
}

const style =
  'body{font:1.05rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere;color-scheme:light dark}dt{font-weight:600}dd{margin:0 0 .6rem;white-space:pre-line}section{border-top:1px solid;margin-top:2rem}'

/** The page that one opens first: what is in the archive, readable without any program. */
export function ExportIndex({ t, at, name, email, cases, counts }: ExportIndexProps) {
  return (
    <html lang={t.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{t('portal.data.index.title', { name })}</title>
        <style>{style}</style>
      </head>
      <body>
        <h1>{t('portal.data.index.title', { name })}</h1>
        <p>{t('portal.data.index.made', { at: formatInstant(at, t.language) })}</p>
        {email && <p>{email}</p>}
        <p>{t('portal.data.index.left_out')}</p>
        <ul>
          <li>
            <a href="data/profile.json">{t('portal.data.index.profile')}</a>
          </li>
          {(['sessions', 'mandates', 'mails', 'drafts', 'opendata'] as const).map((part) => (
            <li key={part}>
              <a href={`data/${part}.json`}>{t(`portal.data.index.${part}`)}</a> ({counts[part]})
            </li>
          ))}
          <li>
            <a href="data/exports.json">{t('portal.data.index.exports')}</a>
          </li>
        </ul>
        <h2>
          {t('portal.data.index.cases')} ({cases.length})
        </h2>
        {cases.map(({ number, title, data, files }) => (
          <section key={number}>
            <h3>
              {title} <a href={`cases/${number}/case.json`}>{number}</a>
            </h3>
            <p>{String(data.authority)}</p>
            <dl>
              {rowsOf(data.answers).map(({ question, answer }, index) => (
                <div key={index}>
                  <dt>{question}</dt>
                  <dd>{answer}</dd>
                </div>
              ))}
            </dl>
            <ul>
              {files.map((path) => (
                <li key={path}>
                  <a href={path.split('/').map(encodeURIComponent).join('/')}>{path.split('/').at(-1)}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </body>
    </html>
  )
}

function rowsOf(answers: unknown): { question: string; answer: string }[] {
  if (!Array.isArray(answers)) return []
  return answers.flatMap((row: unknown) =>
    typeof row === 'object' && row !== null && 'question' in row && 'answer' in row
      ? [{ question: String(row.question), answer: String(row.answer) }]
      : [],
  )
}
