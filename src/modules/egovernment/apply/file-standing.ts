import type { StoredFile } from '#kernel/files/stored-file.ts'
import type { Request } from '#kernel/http/route.ts'
import type { FileStanding } from '../forms/form-context.ts'

/** How a file of a draft stands, for the page that it was chosen on: a picture only of what may be opened. */
export function standingOf(
  { id, name, state, preview }: StoredFile,
  { t, href, params }: Pick<Request, 't' | 'href' | 'params'>,
): FileStanding {
  if (state === 'waiting') return { note: t('egovernment.files.waiting') }
  if (state === 'infected') return { note: t('egovernment.files.infected') }
  if (preview === 'waiting') return { note: t('egovernment.files.preview_waiting') }
  if (preview !== 'made') return {}
  const src = href(`/services/${params.id}/draft/files/${id}/pages/1`)
  return { picture: { src, alt: t('egovernment.files.preview', { name }) } }
}
