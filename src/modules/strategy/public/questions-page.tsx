import { textIn } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import type { Node } from '../graph/node.ts'
import type { Path } from '../graph/paths.ts'
import { EdgeSource, NodeLink, type Shown } from './node-parts.tsx'
import { QuestionForm, type QuestionFormProps, questionEnds } from './question-form.tsx'

type QuestionsPageProps = QuestionFormProps & {
  readonly paths: readonly Path[]
  readonly nodeOf: (id: string) => Node | undefined
}

/** Two ends and an answer: what does the one do for the other? With one left open: all that it does, or all that hangs on it. */
export function QuestionsPage({ t, language, href, ends, authorityName, paths, nodeOf }: QuestionsPageProps) {
  const isAsked = questionEnds.every((name) => ends[name].word === '')
  const [from, to] = questionEnds.map((name) => ends[name].chosen).map((one) => (one === 'anything' ? undefined : one))
  const nameOf = (node: Node) => textIn(node.title, language)
  return (
    <>
      <h1>{t('strategy.questions.title')}</h1>
      <p>{t('strategy.questions.lead')}</p>
      <QuestionForm {...{ t, language, href, ends, authorityName }} />
      {isAsked && (from || to) && (
        <section aria-labelledby="answer">
          <h2 id="answer">
            {from && to && t('strategy.questions.asked', { from: nameOf(from), to: nameOf(to) })}
            {from && !to && t('strategy.questions.asked_from', { from: nameOf(from) })}
            {!from && to && t('strategy.questions.asked_to', { to: nameOf(to) })}
          </h2>
          {paths.length === 0 ? (
            <EmptyState title={t('strategy.questions.none')}>
              <p>{t('strategy.questions.none_means')}</p>
            </EmptyState>
          ) : (
            <>
              <p>{t('strategy.questions.count', { count: paths.length })}</p>
              {unproven(paths, nodeOf).length === paths.length && (
                <Alert kind="warning" title={t('strategy.questions.only_unproven')}>
                  <p>{t('strategy.questions.only_unproven_means')}</p>
                </Alert>
              )}
              <ol class="answers">
                {paths.map((path, index) => (
                  <li key={index}>
                    <PathText {...{ t, language, href, path, nodeOf }} />
                  </li>
                ))}
              </ol>
            </>
          )}
        </section>
      )}
    </>
  )
}

/** The paths that lead over something invented or unconfirmed. */
const unproven = (paths: readonly Path[], nodeOf: QuestionsPageProps['nodeOf']) =>
  paths.filter((path) => doubtful(path, nodeOf).length > 0)

const doubtful = (path: Path, nodeOf: QuestionsPageProps['nodeOf']): readonly Node[] =>
  [...new Set(path.flatMap((step) => [step.from, step.to]))].flatMap((id) => {
    const node = nodeOf(id)
    return node && (node.standing === 'example' || node.standing === 'unconfirmed') ? [node] : []
  })

function PathText({ t, language, href, path, nodeOf }: Shown & Pick<QuestionsPageProps, 'nodeOf'> & { path: Path }) {
  const nameOf = (id: string) => textIn(nodeOf(id)?.title ?? { de: '…' }, language)
  const [first, last] = [nodeOf(path[0]?.from ?? ''), nodeOf(path.at(-1)?.to ?? '')]
  return (
    <>
      <p>
        {first && <NodeLink {...{ t, language, href }} node={first} />} →{' '}
        {last && <NodeLink {...{ t, language, href }} node={last} />}
      </p>
      {doubtful(path, nodeOf).map((node) => (
        <p key={node.id}>
          {t(`strategy.questions.leads_over.${node.standing === 'example' ? 'example' : 'unconfirmed'}`, {
            name: textIn(node.title, language),
          })}
        </p>
      ))}
      <ol class="edge-list">
        {path.map(({ edge }) => (
          <li key={edge.id}>
            <p>{t(`strategy.edge.${edge.kind}`, { from: nameOf(edge.from.id), to: nameOf(edge.to.id) })}</p>
            <EdgeSource {...{ t, language, edge }} />
          </li>
        ))}
      </ol>
    </>
  )
}
