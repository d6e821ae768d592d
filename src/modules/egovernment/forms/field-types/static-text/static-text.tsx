import { Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { defineFieldType } from '../../field-type.ts'
import { local } from '../../form-error.ts'

/** Something to know before the next question. Asks nothing; the label is its title. */
export const staticText = defineFieldType({
  name: 'static-text',
  settings: {
    text: localText(4_000),
    tone: Type.Optional(Type.Enum(['plain', 'info', 'warning', 'danger'])),
  },
  answer: Type.Never(),
  write: () => [],
  read: () => ({ problems: [] }),
  schema: () => ({ not: {} }),
  alsoShown: ({ text, tone = 'plain' }, t) => ({ text: local(text, t), tone }),
  format: () => '',
  View(props) {
    const paragraphs = local(props.field.text, props.t).split(/\n{2,}/)
    const title = local(props.field.label, props.t)
    const { tone } = props.field
    const text = paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>)
    if (props.isHeading)
      return (
        <div>
          {[
            <h1 class="question" key="title">
              {title}
            </h1>,
            ...text,
          ]}
        </div>
      )
    if (tone && tone !== 'plain')
      return (
        <Alert kind={tone} title={title}>
          {text}
        </Alert>
      )
    return <div>{[<h2 key="title">{title}</h2>, ...text]}</div>
  },
  asksNothing: true,
  messages: [],
  examples: [{ settings: { text: { de: 'Bringen Sie einen Ausweis mit.' }, tone: 'info' }, answers: [] }],
})
