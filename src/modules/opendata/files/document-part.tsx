import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button } from '#ui/components/button/button.tsx'
import { FileField } from '#ui/components/file-field/file-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { formatBytes } from '../data-set/format-bytes.ts'
import type { FileVersion } from './file-version.ts'

type Props = {
  readonly t: Translate
  readonly form: FormReading
  readonly action: string
  readonly revision: number
  readonly versions: readonly FileVersion[]
}

/** The versions of a document, and a field for the next one. */
export function DocumentPart({ t, form, action, revision, versions }: Props) {
  return (
    <section aria-labelledby="document">
      <h2 id="document">{t('opendata.desk.kind.file')}</h2>
      {versions.length > 0 && (
        <Table
          caption={t('opendata.file.versions')}
          hideCaption
          head={[
            t('opendata.file.version'),
            t('opendata.file.name'),
            t('opendata.file.size'),
            t('opendata.file.uploaded'),
          ]}
          rows={versions.map((one) => [
            one.number,
            one.name,
            formatBytes(one.bytes),
            `${formatInstant(one.madeAt, t.language)}. ${t(
              one.publishedAt ? 'opendata.desk.rows.public' : 'opendata.desk.rows.not_public',
            )}`,
          ])}
        />
      )}
      <form method="post" action={`${action}/file`} enctype="multipart/form-data" noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(revision)} />
        <FileField
          t={t}
          id="file"
          name="file"
          label={t(versions.length > 0 ? 'opendata.file.next' : 'opendata.file.first')}
          hint={t('opendata.file.hint')}
          maxBytesText={t('opendata.file.limit')}
          {...errorOf(form, 'file')}
        />
        <Button variant="secondary">{t('opendata.file.upload')}</Button>
      </form>
    </section>
  )
}
