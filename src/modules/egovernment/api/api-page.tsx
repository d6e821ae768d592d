import type { ApiPart, Operation } from '#kernel/http/operation.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { curlExample } from './curl-example.ts'
import { openApiPath } from './openapi.ts'
import { schemaLines } from './schema-lines.ts'

export type ApiPageProps = {
  t: Translate
  href: (path: string) => string
  origin: string
  parts: readonly ApiPart[]
}

type Text = (key: string, values?: Record<string, string>) => string

/** The API for people who write programs: what there is, who may, what goes in and comes out, and a line to try. */
export function ApiPage({ t, href, origin, parts }: ApiPageProps) {
  const text: Text = (key, values) => t(`egovernment.api_reference.${key}`, values)
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      <p>
        <a href={href('/api/openapi.json')}>{text('document')}</a>
      </p>
      <nav class="api-contents" aria-labelledby="contents">
        <h2 id="contents">{text('contents')}</h2>
        {thingsOf(parts).map(({ part, thing, operations }) => (
          <section key={thing}>
            <h3>
              <a href={`#about-${thing}`}>{part.text(t, 'thing', thing)}</a>
            </h3>
            <ul>
              {operations.map(({ id }) => (
                <li key={id}>
                  <a href={`#${id}`}>{part.text(t, 'operation', id)}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <h2>{text('rules_title')}</h2>
      <ul>
        {['keys', 'errors', 'pages', 'changes', 'twice', 'limits'].map((rule) => (
          <li key={rule}>{text(`rule.${rule}`)}</li>
        ))}
      </ul>
      {thingsOf(parts).map(({ part, thing, operations }) => (
        <section key={thing} class="api-thing" aria-labelledby={`about-${thing}`}>
          <h2 id={`about-${thing}`}>{part.text(t, 'thing', thing)}</h2>
          <p>{part.text(t, 'thing_lead', thing)}</p>
          {operations.map((operation) => (
            <OperationSection
              key={operation.id}
              operation={operation}
              text={text}
              own={(kind, name) => part.text(t, kind, name)}
              origin={origin}
            />
          ))}
        </section>
      ))}
    </>
  )
}

const thingsOf = (parts: readonly ApiPart[]) =>
  parts.flatMap((part) =>
    part.things.map((thing) => ({
      part,
      thing,
      operations: part.operations.filter((operation) => operation.thing === thing),
    })),
  )

type OperationProps = {
  operation: Operation
  text: Text
  /** In the words of the module that it belongs to. */
  own: (kind: 'operation' | 'parameter', name: string) => string
  origin: string
}

function OperationSection({ operation, text, own, origin }: OperationProps) {
  const {
    id,
    method,
    path,
    access,
    scope,
    query = [],
    headers = [],
    optionalHeaders = [],
    body,
    answer,
    refusals,
  } = operation
  const inPath = [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]))
  const parameters = [...inPath, ...query, ...headers, ...optionalHeaders]
  return (
    <section class="api-operation" aria-labelledby={id}>
      <h3 id={id}>
        <a href={`#${id}`}>{own('operation', id)}</a>
      </h3>
      <p class="api-line">
        <code>
          <strong>{method}</strong> {openApiPath(path)}
        </code>
      </p>
      <SummaryList
        rows={[
          {
            key: text('who'),
            value: scope ? `${text(`access.${access}`)} ${text('scope', { scope })}` : text(`access.${access}`),
          },
          ...parameters.map((name) => ({ key: name, value: own('parameter', name.toLowerCase()) })),
          {
            key: text('answers'),
            value: `${answer.status} ${text('works')}; ${refusals.join(', ')}`,
          },
          ...(answer.headers ?? []).map((name) => ({ key: name, value: text(`header.${name.toLowerCase()}`) })),
        ]}
      />
      {body && <Shape title={text('body')} type={body.type} schema={body.schema} text={text} />}
      {answer.schema && (
        <Shape title={`${text('answer')} ${answer.status}`} type={answer.type} schema={answer.schema} text={text} />
      )}
      <copy-text data-copy={text('copy')} data-copied={text('copied')}>
        <p class="copy-line">
          <strong>{text('example')}</strong>
        </p>
        <pre class="code-block">
          <code>{curlExample(operation, origin)}</code>
        </pre>
      </copy-text>
    </section>
  )
}

type ShapeProps = { title: string; type: string | undefined; schema: object; text: Text }

function Shape({ title, type = 'application/json', schema, text }: ShapeProps) {
  const lines = schemaLines(schema)
  return (
    <Details summary={title}>
      <p>
        <code>{type}</code>
      </p>
      {lines.length === 0 ? (
        <p>{text('any_fields')}</p>
      ) : (
        <ul class="api-fields">
          {lines.map(({ name, type: kind, isOptional, about: said }) => (
            <li key={name}>
              <code>{name}</code>{' '}
              <span>
                {kind}
                {isOptional && `, ${text('optional')}`}
              </span>
              {said && <span class="api-about"> {said}</span>}
            </li>
          ))}
        </ul>
      )}
    </Details>
  )
}
