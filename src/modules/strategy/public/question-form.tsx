import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { mostFound } from '../graph/edge-queries.ts'
import type { Node } from '../graph/node.ts'
import type { Shown } from './node-parts.tsx'

/** One end of a question: what was searched for and found, and what is chosen; `anything` where that was chosen itself. */
export type QuestionEnd = {
  readonly word: string
  readonly found: readonly Node[]
  readonly chosen: Node | 'anything' | undefined
}
export const questionEnds = ['from', 'to'] as const

/** How a thing is named in the address of a question. */
export const keyOf = ({ authorityId, slug }: Pick<Node, 'authorityId' | 'slug'>) => `${authorityId}/${slug}`

export type QuestionEnds = Readonly<Record<(typeof questionEnds)[number], QuestionEnd>>

export type QuestionFormProps = Shown & {
  readonly ends: QuestionEnds
  readonly authorityName: (id: AuthorityId) => string
}

/** For each end a word, and out of what is found for it one thing; whatever there is can be found, however much that is. */
export function QuestionForm({ t, language, href, ends, authorityName }: QuestionFormProps) {
  return (
    <form method="get" action={href('/strategy/questions')} class="bench-form">
      {questionEnds.map((name) => {
        const { word, found, chosen } = ends[name]
        const node = chosen === 'anything' ? undefined : chosen
        const others = found.filter(({ id }) => id !== node?.id)
        const options = [...(node ? [node] : []), ...others].map((one) => ({
          value: keyOf(one),
          label: textIn(one.title, language),
          hint: `${t(`strategy.kind.${one.kind}`)}, ${authorityName(one.authorityId)}`,
        }))
        const anything = { value: '', label: t('strategy.questions.anything') }
        return (
          <fieldset key={name} class="ds-fieldset">
            <legend>{t(`strategy.questions.${name}`)}</legend>
            <TextField
              id={`find-${name}`}
              name={`find_${name}`}
              label={t('strategy.questions.word')}
              hint={t('strategy.questions.word_hint')}
              value={word}
              maxLength={100}
            />
            {word !== '' && found.length === 0 && <p>{t('strategy.questions.found_none')}</p>}
            {found.length >= mostFound && <p>{t('strategy.questions.found_most', { most: mostFound })}</p>}
            {options.length > 0 && (
              <RadioGroup
                id={name}
                name={name}
                label={t('strategy.questions.choice')}
                {...(chosen && { value: node ? keyOf(node) : '' })}
                options={[...options, anything]}
              />
            )}
          </fieldset>
        )
      })}
      <ButtonRow>
        <Button variant="secondary">{t('strategy.questions.find')}</Button>
        <Button name="ask" value="yes">
          {t('strategy.questions.ask')}
        </Button>
      </ButtonRow>
    </form>
  )
}
