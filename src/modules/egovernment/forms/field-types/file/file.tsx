import { Type } from 'typebox'
import { FileField, formatBytes } from '#ui/components/file-field/file-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { isRecord } from '../../form.ts'
import type { FormContext, StoredFile } from '../../form-context.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'

const kinds = {
  image: ['image/jpeg', 'image/png', 'image/webp', 'image/heic'],
  pdf: ['application/pdf'],
} as const

const kindNames = ['image', 'pdf'] as const
const [defaultFiles, largest] = [5, 10_000_000]

/** Files, among them pictures taken right now. The answer lists what the file store keeps; foreign ids are refused. */
export const file = defineFieldType({
  name: 'file',
  settings: {
    max: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    kinds: Type.Optional(Type.Array(Type.Enum([...kindNames]), { minItems: 1, uniqueItems: true })),
    /** Opens the camera on a phone. */
    camera: Type.Optional(Type.Boolean()),
    /** Bytes. */
    maxBytes: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 100_000_000 })),
  },
  answer: Type.Array(
    Type.Object(
      { id: Type.String(), name: Type.String(), size: Type.Integer(), type: Type.String() },
      { additionalProperties: false },
    ),
    { maxItems: 50 },
  ),
  write: (answer, _field, name) => [[`${name}.kept`, answer.map(({ id }) => id).join(' ')]],
  read({ values, uploads }, field, name, context) {
    const removed = values.getAll(`${name}.remove`)
    const kept = storedFiles(keptIds(values, name), context).filter(({ id }) => !removed.includes(id))
    const arrived = uploads?.get(name) ?? []
    const fresh = arrived.flatMap((upload) => (upload.ok ? [upload.file] : []))
    const problems = arrived.flatMap((upload) =>
      upload.ok
        ? []
        : [
            problem(`file_${upload.reason}`, {
              label: field.label,
              name: upload.name,
              limit: formatBytes(field.maxBytes ?? largest),
            }),
          ],
    )
    const files = [...kept, ...fresh]
    return { answer: files.length === 0 ? undefined : files, problems }
  },
  /** From the API an id is enough; name, size and type are always the store's own. */
  normalise(value, _field, context) {
    if (!Array.isArray(value)) return value
    return value.map((one) => {
      const id = isRecord(one) ? one.id : one
      return (typeof id === 'string' && context.file(id)) || one
    })
  },
  check(answer, field, context) {
    const { label } = field
    const max = field.max ?? defaultFiles
    if (answer.length > max) return [problem('files_max', { label, max })]
    const allowed: readonly string[] = typesOf(field.kinds)
    return answer.flatMap((one, index) => {
      const stored = context.file(one.id)
      const at = `/${index}`
      if (context.isInfected?.(one.id)) return [problem('file_infected', { label, name: one.name }, at)]
      if (!stored) return [problem('file_unknown', { label, name: one.name }, at)]
      if (!allowed.includes(stored.type)) return [problem('file_wrong_type', { label, name: stored.name }, at)]
      return stored.size > (field.maxBytes ?? largest)
        ? [problem('file_too_large', { label, name: stored.name, limit: formatBytes(field.maxBytes ?? largest) }, at)]
        : []
    })
  },
  schema: (field) => ({
    type: 'array',
    minItems: 1,
    maxItems: field.max ?? defaultFiles,
    items: {
      anyOf: [
        { type: 'string', $comment: 'id of a file handed in before' },
        {
          type: 'object',
          properties: {
            id: { type: 'string' },
            name: { type: 'string' },
            size: { type: 'integer' },
            type: { type: 'string' },
          },
          required: ['id'],
          additionalProperties: false,
        },
      ],
    },
  }),
  alsoShown: (field) => ({ types: typesOf(field.kinds), maxBytes: field.maxBytes ?? largest }),
  feel: (answer) => answer ?? [],
  format: (answer) => answer.map(({ name, size }) => `${name} (${formatBytes(size)})`).join('\n'),
  hidden: (values, _field, name) => [[`${name}.kept`, keptIds(values, name).join(' ')]],
  View(props) {
    const kept = keptIds(props.values, props.name)
    const limits = { limit: formatBytes(props.field.maxBytes ?? largest), max: props.field.max ?? defaultFiles }
    const accepted = props.field.kinds?.length === 1 ? props.field.kinds[0] : 'any'
    return (
      <FileField
        {...inputProps(props)}
        error={props.problems[0]?.text}
        accept={typesOf(props.field.kinds).join(',')}
        multiple={limits.max > 1}
        capture={props.field.camera ? 'environment' : undefined}
        files={storedFiles(kept, props.context).map((one) => ({ ...one, ...props.context.standing?.(one.id) }))}
        uploadsTo={props.context.uploadsTo}
        maxBytesText={[
          props.t(`egovernment.forms.files_limit_${accepted}`, limits),
          ...(accepted === 'pdf' ? [] : [props.t('egovernment.forms.places_removed')]),
        ].join(' ')}
        t={props.t}
      />
    )
  },
  missing: 'missing_file',
  messages: [
    'missing_file',
    'file_too_large',
    'file_wrong_type',
    'file_empty',
    'file_unsafe',
    'file_bomb',
    'file_encrypted',
    'file_quota',
    'file_busy',
    'file_infected',
    'file_unknown',
    'files_max',
    'files_limit_any',
    'files_limit_image',
    'files_limit_pdf',
    'places_removed',
  ],
  examples: [
    {
      settings: { max: 2, kinds: ['image'], camera: true },
      answers: [[{ id: 'photo-1', name: 'Strasse.jpg', size: 240_000, type: 'image/jpeg' }]],
      refused: [
        {
          entries: [['.kept', 'photo-1 photo-2 photo-3']],
          message: 'files_max',
        },
        { entries: [['.kept', 'contract-1']], message: 'file_wrong_type' },
        { entries: [['.kept', 'photo-huge']], message: 'file_too_large' },
      ],
    },
  ],
})

function typesOf(allowed: readonly (typeof kindNames)[number][] | undefined): readonly string[] {
  return (allowed ?? kindNames).flatMap((kind) => kinds[kind])
}

/** The ids of the files that the page already showed, in one value. */
function keptIds(values: URLSearchParams, name: string): readonly string[] {
  return (values.get(`${name}.kept`) ?? '').split(' ').filter((id) => id !== '')
}

function storedFiles(ids: readonly string[], context: FormContext): readonly StoredFile[] {
  return [...new Set(ids)].flatMap((id) => context.file(id) ?? [])
}
