import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { openApiPath } from './openapi.ts'
import { type Operation, operations } from './operations.ts'

export type ApiPageProps = { t: Translate; href: (path: string) => string; origin: string }

/** The API for people who write programs: what there is, who may, what goes in and comes out, and a line to try. */
export function ApiPage({ t, href, origin }: ApiPageProps) {
  const text = (key: string, values?: Record<string, string>) => t(`egovernment.api_reference.${key}`, values)
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      <p>
        <a href={href('/api/openapi.json')}>{text('document')}</a>
      </p>
      <h2>{text('rules_title')}</h2>
      <ul>
        {['keys', 'errors', 'pages', 'twice', 'limits'].map((rule) => (
          <li key={rule}>{text(`rule.${rule}`)}</li>
        ))}
      </ul>
      {operations.map((operation) => (
        <OperationSection key={operation.id} operation={operation} t={t} origin={origin} />
      ))}
    </>
  )
}

function OperationSection({ operation, t, origin }: { operation: Operation; t: Translate; origin: string }) {
  const text = (key: string, values?: Record<string, string>) => t(`egovernment.api_reference.${key}`, values)
  const { id, method, path, access, scope, query = [], headers = [], body, answer, refusals } = operation
  const inPath = [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]))
  const parameters = [...inPath, ...query, ...headers]
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{text(`operation.${id}`)}</h2>
      <p>
        <code>
          {method} {openApiPath(path)}
        </code>
      </p>
      <SummaryList
        rows={[
          {
            key: text('who'),
            value: scope ? `${text(`access.${access}`)} ${text('scope', { scope })}` : text(`access.${access}`),
          },
          ...parameters.map((name) => ({ key: name, value: text(`parameter.${name}`) })),
          { key: text('answers'), value: `${answer.status} ${text('works')}; ${refusals.join(', ')}` },
        ]}
      />
      <Details summary={text('shapes')}>
        {body && <Shape title={`${text('body')} (${body.type})`} value={body.schema} />}
        <Shape title={`${text('answer')} ${answer.status}`} value={answer.schema} />
      </Details>
      <pre class="code-block">
        <code>{exampleOf(operation, origin)}</code>
      </pre>
    </section>
  )
}

function Shape({ title, value }: { title: string; value: object }) {
  return (
    <>
      <h3>{title}</h3>
      <pre class="code-block">
        <code>{JSON.stringify(value, undefined, 2)}</code>
      </pre>
    </>
  )
}

/** A line for the shell. Names in capitals are to be filled in. */
function exampleOf({ method, path, access, body, headers = [] }: Operation, origin: string): string {
  const filled = path.replace(':id', 'umzug').replace(':number', 'NUMBER')
  const parts = [`curl -s ${method === 'GET' ? '' : `-X ${method} `}'${origin}${filled}'`]
  if (access === 'key' || access === 'optional_key') parts.push(`-H 'Authorization: Bearer KEY'`)
  if (access === 'code_or_key') parts.push(`-H 'X-Access-Code: CODE'`)
  for (const name of headers) parts.push(`-H '${name}: UNIQUE-TEXT'`)
  if (body?.type === 'multipart/form-data') parts.push(`-F file=@FILE`)
  else if (body) parts.push(`-H 'Content-Type: application/json'`, `-d @BODY.json`)
  return parts.join(' \\\n  ')
}
