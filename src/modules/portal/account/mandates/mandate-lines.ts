import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { MandateTerms } from '#kernel/identity/mandate.ts'
import type { FirmServices } from '#modules/egovernment/public.ts'
import type { SummaryRow } from '#ui/components/summary-list/summary-list.tsx'

/** A mandate in lines: what it says, which services, how far, from when to when. */
export function mandateRows(
  t: Translate,
  terms: MandateTerms,
  { services }: Pick<FirmServices, 'services'>,
): SummaryRow[] {
  const titles =
    terms.services === 'all'
      ? t('portal.mandates.scope_all')
      : terms.services.map((id) => services.find((known) => known.id === id)?.title ?? id).join(', ')
  return [
    { key: t('portal.mandates.words'), value: terms.mandate },
    { key: t('portal.mandates.right'), value: t(`portal.mandates.right_of.${terms.right}`) },
    { key: t('portal.mandates.scope'), value: titles },
    { key: t('portal.mandates.term'), value: termText(t, terms) },
  ]
}

function termText(t: Translate, { validFrom, validTo }: MandateTerms): string {
  const from = formatDate(validFrom)
  return validTo === null
    ? t('portal.mandates.since', { from })
    : t('portal.mandates.since_until', { from, to: formatDate(validTo) })
}
