import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'

/** A time that data is about, in words; without an end while it lasts. */
export const periodText = ({ from, to }: { readonly from: string; readonly to?: string }, t: Translate): string =>
  to === undefined
    ? t('opendata.data_set.since', { from: formatDate(from) })
    : t('opendata.data_set.from_to', { from: formatDate(from), to: formatDate(to) })
