/**
 * Files to hand in. The browser's own file button works with keyboard and screen reader and opens the camera on
 * a phone; files already handed in stand above it, each with a button that removes it.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '../button/button.tsx'
import { Field, type FieldProps, fieldAria } from '../field/field.tsx'
import { Icon } from '../icon/icon.tsx'

export type UploadedFile = {
  id: string
  name: string
  /** Bytes. */
  size: number
  /** Text of the remove button, where it is to differ. */
  removeName?: string
}

export type FileFieldProps = FieldProps & {
  accept?: string
  multiple?: boolean
  capture?: 'environment'
  files?: readonly UploadedFile[]
  /** Which files are taken and how large, such as `PDF oder Foto, bis 10 MB`. */
  maxBytesText?: string
  t: Translate
}

export function FileField(props: FileFieldProps) {
  const limit = `${props.id}-limit`
  const files = props.files ?? []
  return (
    <Field field={props}>
      {files.length > 0 && (
        <ul class="files">
          {files.map((file) => (
            <li key={file.id}>
              <Icon name="File" />
              <span class="files-name">
                {file.name} <span class="field-optional">{formatBytes(file.size)}</span>
              </span>
              <Button variant="tertiary" color="danger" name={`${props.name}.remove`} value={file.id}>
                {file.removeName ?? props.t('ui.file_field.remove')}
                <span class="ds-sr-only"> {file.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <input
        class="ds-input file-input"
        id={props.id}
        name={props.name}
        type="file"
        accept={props.accept}
        multiple={props.multiple ?? false}
        capture={props.capture}
        data-enhance="upload-progress"
        data-uploading={props.t('ui.file_field.uploading')}
        {...fieldAria(props, props.maxBytesText ? limit : undefined)}
      />
      {props.maxBytesText && (
        <p class="field-hint" id={limit}>
          {props.maxBytesText}
        </p>
      )}
    </Field>
  )
}

/** `640 KB`, `2.4 MB`: decimal units, as people read them on their phone. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
