/**
 * This page in the other languages. Each language is named in itself and marked with it, so that a screen reader
 * says it right; the current one says so. Links only: works without script.
 */
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'

export type LanguageLink = { language: Language; href: string }

const names: Record<Language, string> = { de: 'Deutsch', fr: 'Français', it: 'Italiano', en: 'English' }

export function LanguageSwitch({ t, languages }: { t: Translate; languages: readonly LanguageLink[] }) {
  return (
    <nav class="language-switch" aria-label={t('ui.language_switch.label')}>
      <ul>
        {languages.map(({ language, href }) => (
          <li key={language}>
            <a
              href={href}
              lang={language}
              hreflang={language}
              aria-current={language === t.language ? 'true' : undefined}
            >
              <span aria-hidden="true">{language.toUpperCase()}</span>
              <span class="ds-sr-only">{names[language]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
