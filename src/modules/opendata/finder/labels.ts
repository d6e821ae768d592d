import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { fileFormats } from '../catalogue/formats.ts'
import {
  frequencies,
  frequencyLabels,
  licenceLabels,
  licences,
  themeLabels,
  themes,
} from '../catalogue/vocabularies.ts'
import type { FacetGroup } from './catalogue-wish.ts'

/** What names are looked up in. `series`: titles by `slug@authority`. */
export type Naming = {
  readonly language: Language
  readonly authorities: Kernel['authorities']
  readonly series: ReadonlyMap<string, LocalText>
}

/** What a theme, frequency or licence is called; the code itself where it is unknown. */
export function labelOf(group: FacetGroup, value: string, { language, authorities, series }: Naming): string {
  switch (group) {
    case 'authority':
      return authorities.nameOf(value, language)
    case 'theme': {
      const theme = themes.find((one) => one === value)
      return theme ? textIn(themeLabels[theme], language) : value
    }
    case 'frequency': {
      const frequency = frequencies.find((one) => one === value)
      return frequency ? textIn(frequencyLabels[frequency], language) : value
    }
    case 'licence': {
      const licence = licences.find((one) => one === value)
      return licence ? textIn(licenceLabels[licence], language).replace(/\.$/, '') : value
    }
    case 'series': {
      const title = series.get(value)
      return title ? textIn(title, language) : value
    }
    case 'format':
      return formatName(value)
  }
}

/** What people call a format of the EU vocabulary. */
export const formatName = (code: string): string => fileFormats[code]?.name ?? code.replaceAll('_', ' ')
