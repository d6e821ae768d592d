import { formatBytes } from '#ui/components/file-field/file-field.tsx'
import { FileEntry } from '../cases/file-entry.tsx'
import type { DeskFile } from './case-file.ts'
import type { DeskPage } from './desk-frame.tsx'

/** Files of a case as staff see them; of what is protected only that it is there. */
export function DeskFiles({
  t,
  href,
  number,
  files,
}: Pick<DeskPage, 't' | 'href'> & { number: string; files: readonly DeskFile[] }) {
  return (
    <ul>
      {files.map((one) => (
        <li key={one.id}>
          {one.isProtected ? (
            <span>
              {t('egovernment.desk.case.hidden_file')} ({formatBytes(one.size)})
            </span>
          ) : (
            <FileEntry file={one} href={href(`/desk/cases/${number}/files/${one.id}`)} t={t} />
          )}
        </li>
      ))}
    </ul>
  )
}
