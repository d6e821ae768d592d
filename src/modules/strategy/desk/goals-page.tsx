import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { NamedNode } from '../graph/edge-queries.ts'
import { type NodeKind, nodeKinds } from '../graph/node.ts'
import type { Branch } from '../graph/tree.ts'
import { deskPath } from './desk-context.ts'
import { ForOffice } from './for-office.tsx'
import { KindsInLists, kindsInTree, NameLine } from './names-page.tsx'
import { SlugField } from './slug-field.tsx'
import { SteeringTabs } from './steering-tabs.tsx'

/** What the other parts of the desk make, with all that belongs to it. */
const madeElsewhere: readonly NodeKind[] = ['credit', 'indicator', 'parliament_item', 'agreement', 'synergy']
export const kindsToMake = nodeKinds.filter((kind) => !madeElsewhere.includes(kind))

type GoalsPageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: string
  readonly authorityName: string
  readonly branches: readonly Branch<NamedNode>[]
  /** There are more than are shown. */
  readonly isCut: boolean
  readonly form: FormReading
}

export function GoalsPage({ t, href, language, authorityId, authorityName, branches, isCut, form }: GoalsPageProps) {
  const goals = branches.flatMap(flatten).filter(({ kind }) => kindsInTree.includes(kind))
  const parents = [...new Map(goals.map((node) => [node.id, node])).values()]
  return (
    <>
      <h1>{t('strategy.goals.title')}</h1>
      <p>
        {authorityName}. {t('strategy.goals.lead')}
      </p>
      <SteeringTabs {...{ t, href }} current="goals" />
      <KindsInLists {...{ t, href, authorityId }} />
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      {branches.length === 0 ? (
        <EmptyState title={t('strategy.goals.none')} />
      ) : (
        <Branches {...{ t, href, language, branches, authorityId }} />
      )}
      {isCut && <p>{t('strategy.goals.cut')}</p>}
      <ForOffice>
        <Details summary={t('strategy.goals.new')} isOpen={!form.isSound}>
          <form method="post" action={href(`${deskPath}/goals?authority=${authorityId}`)} noValidate class="bench-form">
            <SelectField
              id="kind"
              name="kind"
              label={t('strategy.goals.field.kind')}
              emptyLabel={t('strategy.goals.choose')}
              value={form.value('kind')}
              options={kindsToMake.map((kind) => ({ value: kind, label: t(`strategy.kind.${kind}`) }))}
              {...errorOf(form, 'kind')}
            />
            <TextField
              id="title.de"
              name="title.de"
              label={t('strategy.goals.field.title')}
              value={form.value('title.de')}
              maxLength={300}
              width="full"
              lang="de"
              required
              {...errorOf(form, 'title.de')}
            />
            <SlugField t={t} form={form} />
            <TextField
              id="source"
              name="source"
              label={t('strategy.goals.field.source')}
              value={form.value('source')}
              maxLength={500}
              width="full"
              required
              {...errorOf(form, 'source')}
            />
            <SelectField
              id="parent"
              name="parent"
              label={t('strategy.goals.field.parent')}
              optionalText={t('strategy.goals.optional')}
              emptyLabel="–"
              value={form.value('parent')}
              options={parents.map(({ slug, title, kind }) => ({
                value: slug,
                label: `${textIn(title, language)} (${t(`strategy.kind.${kind}`)})`,
              }))}
              {...errorOf(form, 'parent')}
            />
            <ButtonRow>
              <Button>{t('strategy.goals.create')}</Button>
            </ButtonRow>
          </form>
        </Details>
      </ForOffice>
    </>
  )
}

const flatten = ({ node, children }: Branch<NamedNode>): NamedNode[] => [node, ...children.flatMap(flatten)]

/** So many projects and others stand below one thing; it leads to the rest. */
const mostBelow = 10

type BranchesProps = Pick<GoalsPageProps, 't' | 'href' | 'language' | 'branches' | 'authorityId'>

function Branches({ t, href, language, branches, authorityId }: BranchesProps) {
  return (
    <ul class="goal-tree">
      {branches.map(({ node, children }) => (
        <li key={node.id}>
          <NameLine {...{ t, href, language, node }} />
          {children.length > 0 && <Below {...{ t, href, language, authorityId, node, children }} />}
        </li>
      ))}
    </ul>
  )
}

function Below({ node, children, ...common }: Omit<BranchesProps, 'branches'> & Branch<NamedNode>) {
  const { t, href, authorityId } = common
  const [goals, others] = [children.filter(isGoal), children.filter((one) => !isGoal(one))]
  return (
    <>
      <Branches {...common} branches={[...goals, ...others.slice(0, mostBelow)]} />
      {others.length > mostBelow && (
        <p class="goal-more">
          <a class="ds-link" href={`${href(`${deskPath}/goals/${node.slug}?authority=${authorityId}`)}#edges`}>
            {t('strategy.goals.more_below', { count: others.length - mostBelow })}
          </a>
        </p>
      )}
    </>
  )
}

const isGoal = ({ node }: Branch<NamedNode>) => kindsInTree.includes(node.kind)
