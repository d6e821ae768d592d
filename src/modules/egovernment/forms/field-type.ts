import type { ComponentChildren, FunctionComponent } from 'preact'
import { type Static, type TSchema, Type } from 'typebox'
import type { Translate } from '#kernel/i18n/translate.ts'
import { validatorOf } from '#kernel/validator.ts'
import { commonFieldProperties, type FormField } from './form.ts'
import type { FormBody, FormContext } from './form-context.ts'
import { type FieldProblem, problem } from './form-error.ts'

export type JsonSchema = { readonly [keyword: string]: unknown }

/** One name and value of a form post. */
export type Entry = readonly [name: string, value: string]

/**
 * What was typed: an answer, nothing (`undefined`), or what is wrong with it. `revealed`: inner fields that the page did
 * not show yet, by name.
 */
export type Reading = {
  readonly answer?: unknown
  readonly problems: readonly FieldProblem[]
  readonly revealed?: readonly string[]
}

/** The values a rule may name, as FEEL reads them. */
export type Scope = Readonly<Record<string, unknown>>

/** What a field's own rules may know: the form's context and the answers beside and before it. */
export type FieldContext = FormContext & { readonly scope: Scope }

/** What a field shows: its values as they were typed, and the errors inside it with their text. */
export type FieldViewProps<Field = FormField> = {
  readonly field: Field
  /** Of the first input, so that an error summary leads to it. */
  readonly id: string
  readonly name: string
  readonly values: URLSearchParams
  readonly problems: readonly { readonly at: string; readonly text: string }[]
  readonly isRequired: boolean
  readonly isHeading: boolean
  readonly context: FieldContext
  readonly t: Translate
}

/** For gallery and tests: settings with answers that are taken, and entries that are refused with their message. */
export type FieldExample = {
  readonly settings?: Readonly<Record<string, unknown>>
  readonly answers: readonly unknown[]
  readonly refused?: readonly { readonly entries: readonly Entry[]; readonly message: string }[]
}

/** What a type of field tells about itself. `Answer` is the shape of its answers, `Settings` what it reads beside the common properties. */
export type FieldTypeDefinition<Settings extends Record<string, TSchema>, Answer extends TSchema> = {
  readonly name: string
  readonly settings: Settings
  readonly answer: Answer
  /** Problems of the settings that a schema cannot say, each with the setting's name. */
  settingsProblems?(field: OwnField<Settings>): readonly { at: string; message: string }[]
  /** The answer as the values of its inputs; the other way round to `read`. */
  write(answer: Static<Answer>, field: OwnField<Settings>, name: string): readonly Entry[]
  read(body: FormBody, field: OwnField<Settings>, name: string, context: FieldContext): Reading
  /** An answer in its one kept form (spelling, spaces); what it cannot read it returns as it is. */
  normalise?(value: unknown, field: OwnField<Settings>, context: FieldContext): unknown
  check?(answer: Static<Answer>, field: OwnField<Settings>, context: FieldContext): readonly FieldProblem[]
  /** What of a value from the profile this field asks for; everything where nothing is said. */
  fit?(value: unknown, field: OwnField<Settings>): unknown
  /** Messages about a value from the profile that still leave it standing: the page asks the rest. */
  readonly leavesOpen?: readonly string[]
  /** The shape of an answer, without words. */
  schema(field: OwnField<Settings>): JsonSchema
  /** The words that belong into that shape: titles of parts, choices as people read them. */
  words?(field: OwnField<Settings>, t: Translate): JsonSchema
  /** What a page shows of the field besides label, hint and choices, such as its unit; for programs that show it themselves. */
  alsoShown?(field: OwnField<Settings>, t: Translate): Readonly<Record<string, unknown>>
  /** The answer as FEEL reads it; for none `null` where nothing is said. */
  feel?(answer: Static<Answer> | undefined, field: OwnField<Settings>): unknown
  /** Parts a rule may name after a dot. */
  feelParts?(field: OwnField<Settings>): readonly string[]
  /** Plain text for review, desk and letters; lines are separated by `\n`. */
  format(answer: Static<Answer>, field: OwnField<Settings>, t: Translate, context: FormContext): string
  /** Values that the page carries along unseen, such as the files it already shows. */
  hidden?(values: URLSearchParams, field: OwnField<Settings>, name: string, context: FieldContext): readonly Entry[]
  readonly View: FunctionComponent<FieldViewProps<OwnField<Settings>>>
  /** The part whose input stands first and so carries the question's own id. */
  readonly firstPart?: string
  /** What is said where an answer is missing; `missing` where nothing is given. */
  readonly missing?: string
  /** Every message it may show, as keys below `egovernment.forms.`. */
  readonly messages: readonly string[]
  readonly examples: readonly FieldExample[]
  /** Fields that an answer of this type is a list of. */
  innerFields?(field: OwnField<Settings>): readonly FormField[]
  /** A text on the page that asks nothing. */
  readonly asksNothing?: boolean
}

/** A field whose type's settings have been checked. */
export type OwnField<Settings extends Record<string, TSchema>> = FormField &
  Static<ReturnType<typeof Type.Object<Settings>>>

/** A type of field as the engine sees it: any field, any answer, checked at the door. */
export type FieldType = {
  readonly name: string
  readonly asksNothing: boolean
  readonly messages: readonly string[]
  readonly examples: readonly FieldExample[]
  readonly firstPart: string | undefined
  readonly missing: string
  settingsProblems(field: FormField): readonly { at: string; message: string }[]
  write(answer: unknown, field: FormField, name: string): readonly Entry[]
  read(body: FormBody, field: FormField, name: string, context: FieldContext): Reading
  normalise(value: unknown, field: FormField, context: FieldContext): unknown
  check(answer: unknown, field: FormField, context: FieldContext): readonly FieldProblem[]
  /** A value from the profile as the field's first answer, which may still be incomplete; undefined where it does not fit. */
  prefill(value: unknown, field: FormField, context: FieldContext): unknown
  schema(field: FormField): JsonSchema
  words(field: FormField, t: Translate): JsonSchema
  alsoShown(field: FormField, t: Translate): Readonly<Record<string, unknown>>
  feel(answer: unknown, field: FormField): unknown
  feelParts(field: FormField): readonly string[]
  format(answer: unknown, field: FormField, t: Translate, context: FormContext): string
  innerFields(field: FormField): readonly FormField[]
  hidden(values: URLSearchParams, field: FormField, name: string, context: FieldContext): readonly Entry[]
  view(props: FieldViewProps): ComponentChildren
}

/** Makes a type of field of its definition: what comes in is checked against its shapes, once, here. */
export function defineFieldType<Settings extends Record<string, TSchema>, Answer extends TSchema>(
  definition: FieldTypeDefinition<Settings, Answer>,
): FieldType {
  const hasSettings = validatorOf(
    Type.Object({ ...commonFieldProperties, ...definition.settings }, { additionalProperties: false }),
  )
  const isOwn = (field: FormField): field is OwnField<Settings> => hasSettings(field)
  const isAnswer = validatorOf(definition.answer)
  const known = new WeakMap<FormField, OwnField<Settings>>()
  const isOpenQuestion = (key: string) => definition.leavesOpen?.some((one) => key === `egovernment.forms.${one}`)

  const own = (field: FormField): OwnField<Settings> => {
    const before = known.get(field)
    if (before) return before
    if (!isOwn(field)) throw new TypeError(`field ${field.id} is no valid ${definition.name}`)
    known.set(field, field)
    return field
  }

  const type: FieldType = {
    name: definition.name,
    asksNothing: definition.asksNothing ?? false,
    messages: definition.messages,
    examples: definition.examples,
    firstPart: definition.firstPart,
    missing: definition.missing ?? 'missing',
    settingsProblems: (field) => {
      const shape = hasSettings.problems(field).map(({ path, message }) => ({ at: path, message }))
      return shape.length > 0 ? shape : (definition.settingsProblems?.(own(field)) ?? [])
    },
    write: (answer, field, name) => (isAnswer(answer) ? definition.write(answer, own(field), name) : []),
    read: (body, field, name, context) => definition.read(body, own(field), name, context),
    normalise: (value, field, context) => definition.normalise?.(value, own(field), context) ?? value,
    check: (answer, field, context) => {
      const shape = isAnswer.problems(answer)
      if (shape.length > 0) return [wrongShape(field, shape[0]?.path ?? '')]
      return isAnswer(answer) ? (definition.check?.(answer, own(field), context) ?? []) : []
    },
    prefill: (value, field, context) => {
      const fitting = definition.fit ? definition.fit(value, own(field)) : value
      const answer = type.normalise(fitting, field, context)
      const stands = type
        .check(answer, field, context)
        .every(({ message }) => 'key' in message && isOpenQuestion(message.key))
      return stands ? answer : undefined
    },
    schema: (field) => definition.schema(own(field)),
    words: (field, t) => definition.words?.(own(field), t) ?? {},
    alsoShown: (field, t) => definition.alsoShown?.(own(field), t) ?? {},
    feel: (answer, field) => {
      const value = isAnswer(answer) ? answer : undefined
      return definition.feel ? definition.feel(value, own(field)) : (value ?? null)
    },
    feelParts: (field) => definition.feelParts?.(own(field)) ?? [],
    format: (answer, field, t, context) => (isAnswer(answer) ? definition.format(answer, own(field), t, context) : ''),
    innerFields: (field) => definition.innerFields?.(own(field)) ?? [],
    hidden: (values, field, name, context) => definition.hidden?.(values, own(field), name, context) ?? [],
    view: (props) => {
      const { View } = definition
      return View({ ...props, field: own(props.field) })
    },
  }
  return type
}

function wrongShape(field: FormField, at: string): FieldProblem {
  return problem('wrong_shape', { label: field.label, type: field.type }, at)
}
