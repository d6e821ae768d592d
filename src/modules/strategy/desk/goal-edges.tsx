import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { Edge, EdgeKind } from '../graph/edge.ts'
import type { Node } from '../graph/node.ts'
import { sinceText } from '../public/node-parts.tsx'
import { deskPath } from './desk-context.ts'

export type GoalEdgesProps = Pick<DeskPage, 't' | 'href'> & {
  readonly language: Language
  readonly node: Node
  readonly edges: readonly Edge[]
  /** Names of the other ends, and of itself. */
  readonly titleOf: (id: string) => string
  readonly edgeForm: FormReading
  /** In which ways one joins and parts it; none for who only reads. */
  readonly kinds: readonly EdgeKind[]
  /** What was searched for, and found. */
  readonly word: string
  readonly found: readonly Node[]
}

/** What hangs on a thing: each connection as a sentence, to be ended; and a search to make another. */
export function GoalEdges({ t, href, language, node, edges, titleOf, edgeForm, word, found, kinds }: GoalEdgesProps) {
  const here = `${deskPath}/goals/${node.slug}`
  const at = (path = '') => href(`${here}${path}?authority=${node.authorityId}`)
  return (
    <section aria-labelledby="edges" class="goal-edges">
      <h2 id="edges">{t('strategy.goals.edges')}</h2>
      {edges.length === 0 && <p>{t('strategy.goals.no_edges')}</p>}
      <ul class="edge-list">
        {edges.map((edge) => (
          <li key={edge.id}>
            <p>{t(`strategy.edge.${edge.kind}`, { from: titleOf(edge.from.id), to: titleOf(edge.to.id) })}</p>
            <p class="edge-source">
              {sinceText(t, language, edge)} · {edge.owner} · {edge.source.title}
              {edge.until && ` · ${t('strategy.goals.ended', { day: formatDate(edge.until) })}`}
            </p>
            {edge.until === undefined && edge.authorityId === node.authorityId && kinds.includes(edge.kind) && (
              <form method="post" action={at(`/edges/${edge.id}/end`)}>
                <Button variant="tertiary">{t('strategy.goals.end')}</Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {kinds.length > 0 && <Search {...{ t, href, node, word }} />}
      {kinds.length > 0 && word !== '' && found.length === 0 && <p>{t('strategy.goals.found_none')}</p>}
      {kinds.length > 0 && found.length > 0 && (
        <form method="post" action={at('/edges')} noValidate class="bench-form">
          <input type="hidden" name="find" value={word} />
          <RadioGroup
            id="other"
            name="other"
            label={t('strategy.goals.field.other')}
            value={edgeForm.value('other')}
            options={found.map((one) => ({
              value: `${one.authorityId}/${one.slug}`,
              label: textIn(one.title, language),
              hint: `${t(`strategy.kind.${one.kind}`)}, ${t(`strategy.level.${one.level}`)}`,
            }))}
            {...errorOf(edgeForm, 'other')}
          />
          <SelectField
            id="verb"
            name="verb"
            label={t('strategy.goals.field.verb')}
            value={edgeForm.value('verb')}
            options={kinds.map((kind) => ({ value: kind, label: t(`strategy.verb.${kind}`) }))}
            {...errorOf(edgeForm, 'verb')}
          />
          <RadioGroup
            id="direction"
            name="direction"
            label={t('strategy.goals.field.direction')}
            value={edgeForm.value('direction') || 'from'}
            options={[
              { value: 'from', label: t('strategy.goals.from_here') },
              { value: 'to', label: t('strategy.goals.to_here') },
            ]}
            {...errorOf(edgeForm, 'direction')}
          />
          <TextField
            id="says"
            name="says"
            label={t('strategy.goals.field.says')}
            hint={t('strategy.goals.hint.owner')}
            value={edgeForm.value('says')}
            maxLength={200}
            required
            {...errorOf(edgeForm, 'says')}
          />
          <TextField
            id="source"
            name="source"
            label={t('strategy.goals.field.source')}
            value={edgeForm.value('source')}
            maxLength={500}
            width="full"
            required
            {...errorOf(edgeForm, 'source')}
          />
          <TextField
            id="url"
            name="url"
            type="url"
            label={t('strategy.goals.field.source_url')}
            optionalText={t('strategy.goals.optional')}
            value={edgeForm.value('url')}
            maxLength={1_000}
            width="full"
            {...errorOf(edgeForm, 'url')}
          />
          <DateField
            t={t}
            id="dated"
            name="dated"
            label={t('strategy.goals.field.source_day')}
            hint={t('strategy.goals.hint.source_day')}
            optionalText={t('strategy.goals.optional')}
            value={edgeForm.dayParts('dated')}
            {...errorOf(edgeForm, 'dated')}
          />
          <ButtonRow>
            <Button>{t('strategy.goals.join')}</Button>
          </ButtonRow>
        </form>
      )}
    </section>
  )
}

function Search({ t, href, node, word }: Pick<GoalEdgesProps, 't' | 'href' | 'node' | 'word'>) {
  return (
    <form method="get" action={href(`${deskPath}/goals/${node.slug}`)} class="bench-form">
      <input type="hidden" name="authority" value={node.authorityId} />
      <TextField id="find" name="find" label={t('strategy.goals.find_label')} value={word} maxLength={100} />
      <ButtonRow>
        <Button variant="secondary">{t('strategy.goals.find')}</Button>
      </ButtonRow>
    </form>
  )
}
