/**
 * Files to hand in. The browser's own file button works with keyboard and screen reader and opens the camera on
 * a phone, where a second one takes a picture right now, so that the first still leads to those taken before; files already handed in stand
 * above it, each with a button that removes it.
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
  /** How it stands, such as that it is still being checked. */
  note?: string
  /** Our own small picture of it. */
  picture?: { src: string; alt: string }
}

export type FileFieldProps = FieldProps & {
  accept?: string
  multiple?: boolean
  capture?: 'environment'
  files?: readonly UploadedFile[]
  /** Which files are taken and how large, such as `PDF oder Foto, bis 10 MB`. */
  maxBytesText?: string
  /** Where files go in parts before the form is sent, where there is script; without it they come with the form. */
  uploadsTo?: string | undefined
  t: Translate
}

/** Behind the field's name: the tokens of files that came in parts. */
export const uploadedSuffix = '.uploaded'

export function FileField(props: FileFieldProps) {
  const limit = `${props.id}-limit`
  const files = props.files ?? []
  return (
    <Field field={props}>
      {files.length > 0 && (
        <ul class="files">
          {files.map((file) => (
            <li key={file.id}>
              {file.picture ? (
                <img class="files-picture" src={file.picture.src} alt={file.picture.alt} width="64" height="64" />
              ) : (
                <Icon name="File" />
              )}
              <span class="files-name">
                {file.name} <span class="field-optional">{formatBytes(file.size)}</span>
                {file.note && <span class="files-note">{file.note}</span>}
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
        {...enhancement(props)}
        {...fieldAria(props, props.maxBytesText ? limit : undefined)}
      />
      {props.capture && (
        <div class="file-camera">
          <label class="ds-label" for={`${props.id}-camera`}>
            {props.t('ui.file_field.camera')}
          </label>
          <input
            class="ds-input file-input"
            id={`${props.id}-camera`}
            name={props.name}
            type="file"
            accept="image/jpeg"
            capture={props.capture}
            {...enhancement(props)}
          />
        </div>
      )}
      {props.maxBytesText && (
        <p class="field-hint" id={limit}>
          {props.maxBytesText}
        </p>
      )}
    </Field>
  )
}

function enhancement({ uploadsTo, t }: FileFieldProps) {
  return {
    'data-enhance': uploadsTo === undefined ? 'upload-progress' : 'resume-upload upload-progress',
    'data-uploading': t('ui.file_field.uploading'),
    ...(uploadsTo !== undefined && { 'data-uploads': uploadsTo, ...resumeTexts(t) }),
  }
}

/** What the page says while files come in parts; `%name` and `%percent` are filled in there. */
function resumeTexts(t: Translate) {
  return {
    'data-suffix': uploadedSuffix,
    'data-percent': t('ui.file_field.percent'),
    'data-paused': t('ui.file_field.paused'),
    'data-again': t('ui.file_field.again'),
    'data-arrived': t('ui.file_field.arrived'),
    'data-waiting': t('ui.file_field.waiting'),
    'data-failed': t('ui.file_field.failed'),
    'data-cancel': t('ui.file_field.remove'),
  }
}

/** `640 KB`, `2.4 MB`: decimal units, as people read them on their phone. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`
}
