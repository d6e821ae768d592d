import type { StoredFile } from '#kernel/files/stored-file.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { formatBytes } from '#ui/components/file-field/file-field.tsx'

export type FileEntryProps = {
  readonly file: StoredFile
  /** Where it opens; its pages lie below. */
  readonly href: string
  readonly t: Translate
}

/**
 * A file of a case: what it is, whether it can be opened yet, and our own pictures of its first pages. The pictures come when somebody opens
 * them; the file itself is only ever saved.
 */
export function FileEntry({ file, href, t }: FileEntryProps) {
  const size = `(${formatBytes(file.size)})`
  if (file.state === 'waiting' || file.state === 'infected') {
    return (
      <>
        {file.name} {size}
        <br />
        <strong>{t(`egovernment.files.${file.state}`)}</strong>
      </>
    )
  }
  return (
    <>
      <a class="ds-link" href={href}>
        {file.name}
      </a>{' '}
      {size}
      <Preview file={file} href={href} t={t} />
    </>
  )
}

function Preview({ file, href, t }: FileEntryProps) {
  if (file.preview !== 'made') return <p class="field-hint">{t(`egovernment.files.preview_${file.preview}`)}</p>
  const pages = Array.from({ length: file.previewPages }, (_, index) => index + 1)
  const total = file.pages ?? pages.length
  return (
    <Details summary={t('egovernment.files.preview', { name: file.name })}>
      <ol class="page-pictures">
        {pages.map((page) => (
          <li key={page}>
            <img
              src={`${href}/pages/${page}`}
              alt={t('egovernment.files.page_alt', { name: file.name, page, total })}
              loading="lazy"
            />
          </li>
        ))}
      </ol>
      {total > pages.length && (
        <p class="field-hint">{t('egovernment.files.more_pages', { shown: pages.length, total })}</p>
      )}
    </Details>
  )
}
