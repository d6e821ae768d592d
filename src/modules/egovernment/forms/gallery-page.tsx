import type { Translate } from '#kernel/i18n/translate.ts'
import { exampleContext } from './example-context.ts'
import type { FieldExample, FieldType } from './field-type.ts'
import { fieldTypes } from './field-types.ts'
import { checkFields, readFields, unanswered, writeFields } from './fields.ts'
import type { FormField } from './form.ts'
import { messageText } from './form-error.ts'

/** Every type of field: empty, with answers it takes, with entries it refuses, and all it may say, in the page's language. */
export function FieldGalleryPage({ t, href }: { t: Translate; href: (path: string) => string }) {
  const types = fieldTypes()
  return (
    <>
      <h1>{t('egovernment.field_gallery.title')}</h1>
      <p class="lead">{t('egovernment.field_gallery.lead')}</p>
      <p>
        <a href={href('/gallery')}>{t('egovernment.field_gallery.back')}</a>
      </p>
      <nav aria-label={t('egovernment.field_gallery.contents')}>
        <ul>
          {types.map(({ name }) => (
            <li key={name}>
              <a href={`#field-${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      {types.map((type) => (
        <FieldSection key={type.name} type={type} t={t} />
      ))}
    </>
  )
}

type Shown = { heading: string; values: URLSearchParams; problems: readonly { at: string; text: string }[] }

function FieldSection({ type, t }: { type: FieldType; t: Translate }) {
  return (
    <section aria-labelledby={`field-${type.name}`}>
      <h2 id={`field-${type.name}`}>{type.name}</h2>
      {type.examples.map((example, index) => (
        <ExampleFields key={index} type={type} example={example} prefix={`${type.name}.${index}`} t={t} />
      ))}
      {type.messages.length > 0 && (
        <>
          <h3>{t('egovernment.field_gallery.messages')}</h3>
          <ul>
            {type.messages.map((key) => (
              <li key={key}>{t(`egovernment.forms.${key}`, exampleValues(t))}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

type ExampleFieldsProps = { type: FieldType; example: FieldExample; prefix: string; t: Translate }

function ExampleFields({ type, example, prefix, t }: ExampleFieldsProps) {
  const field = exampleField(type, example, t)
  const context = { ...exampleContext, scope: unanswered([field]) }
  return (
    <>
      {shownStates(field, example, prefix, t).map(({ heading, values, problems }, index) => {
        const name = `${prefix}.${index}.${field.id}`
        return (
          <div key={name}>
            <h3>{heading}</h3>
            {type.view({ field, id: name, name, values, problems, isRequired: true, isHeading: false, context, t })}
          </div>
        )
      })}
    </>
  )
}

/** The field as an example sets it up. Its label stands in the page's language, like everything else that is said about it. */
export function exampleField(type: FieldType, example: FieldExample, t: Translate): FormField {
  const label = t('egovernment.field_gallery.question')
  return { id: 'answer', type: type.name, label: { de: label, [t.language]: label }, ...example.settings }
}

/** What is shown of an example, in order: nothing entered, each answer, each refused entry with what is said about it. */
function shownStates(field: FormField, example: FieldExample, prefix: string, t: Translate): Shown[] {
  const empty = { heading: t('egovernment.field_gallery.empty'), values: new URLSearchParams(), problems: [] }
  const taken = example.answers.map((answer, index) => ({
    heading: t('egovernment.field_gallery.taken'),
    values: valuesOf(writeFields([field], { answer }, `${prefix}.${index + 1}.`)),
    problems: [],
  }))
  const refused = (example.refused ?? []).map(({ entries }, index) => {
    const inner = `${prefix}.${index + 1 + taken.length}.`
    const values = valuesOf(entries.map(([part, value]) => [`${inner}${field.id}${part}`, value]))
    return { heading: t('egovernment.field_gallery.refused'), values, problems: problemsOf(field, values, inner, t) }
  })
  return [empty, ...taken, ...refused]
}

function valuesOf(entries: readonly (readonly [string, string])[]): URLSearchParams {
  return new URLSearchParams(entries.map(([name, value]) => [name, value]))
}

/** What the field says about entries, as its form would. */
export function problemsOf(field: FormField, values: URLSearchParams, prefix: string, t: Translate) {
  const context = { ...exampleContext, scope: unanswered([field]) }
  const reading = readFields([field], { values }, prefix, context)
  const problems = reading.problems.length > 0 ? reading.problems : checkFields([field], reading.answers, context)
  return problems.map(({ at, message }) => ({ at: at.slice(`/${field.id}`.length), text: messageText(message, t) }))
}

/** Values for every message that a field may show, in the page's language. */
export function exampleValues(t: Translate) {
  return {
    label: t('egovernment.field_gallery.question'),
    name: 'Strasse.jpg',
    item: t('egovernment.field_gallery.question'),
    type: 'text',
    min: 2,
    max: 5,
    length: 100,
    decimals: 2,
    limit: '10 MB',
    day: '31.02.2026',
    today: '22.11.2026',
    first: '1850',
    last: '2150',
    postcode: '6005',
    locality: 'Luzern',
    localities: 'Horw, Kriens, Luzern',
  }
}
