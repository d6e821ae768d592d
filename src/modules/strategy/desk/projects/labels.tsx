import { formatDate, formatMoney, formatNumber } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, pickText } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import type { Rating } from '../../projects/reports.ts'

const kinds: Readonly<Record<Rating, TagKind>> = { good: 'success', watch: 'warning', critical: 'danger' }

/** A rating as a word with a colour; a dash where nobody has rated. */
export function RatingTag({ t, rating }: { readonly t: Translate; readonly rating: Rating | undefined }) {
  return rating === undefined ? <>–</> : <Tag kind={kinds[rating]}>{t(`strategy.projects.rating.${rating}`)}</Tag>
}

export const phaseName = (t: Translate, phase: string) => t(`strategy.projects.value.phase.${phase}`)
export const moneyText = (rappen: number | undefined) => (rappen === undefined ? '–' : formatMoney(rappen))
/** For overviews, under a head that says CHF: whole francs, rounded. */
export const wholeFrancs = (rappen: number | undefined) =>
  rappen === undefined ? '–' : formatNumber(Math.round(rappen / 100))
export const dayText = (day: string | undefined) => (day === undefined ? '–' : formatDate(day))

/** A text of the content, with the language it is really in. */
export function Said({ text, language }: { readonly text: LocalText; readonly language: Language }) {
  const said = pickText(text, language)
  return <span {...(said.language !== language && { lang: said.language })}>{said.text}</span>
}
