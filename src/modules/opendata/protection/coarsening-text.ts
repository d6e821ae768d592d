import { formatNumber } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Coarsening } from '../tables/coarsening.ts'

/** What the values of a column become, in words: «in Bändern von 10». */
export function coarseningText(t: Translate, coarsen: Coarsening | undefined): string {
  return coarsen === undefined
    ? t('opendata.protection.to.as_is')
    : t(`opendata.protection.to.${coarsen.to}`, { width: formatNumber(coarsen.width ?? 1) })
}
