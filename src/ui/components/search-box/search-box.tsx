/**
 * A search that is a plain form. With script and `suggestUrl` it becomes a combobox: arrow down goes into the
 * suggestions, Enter opens one, Escape closes them; screen readers hear how many there are.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import { shownValue } from '../field/shown-value.ts'
import { Icon } from '../icon/icon.tsx'

export type SearchBoxProps = {
  t: Translate
  action: string
  name: string
  value?: string
  label: string
  hint?: string
  /** Answers `[{ title, href, summary }]` for `?{name}=`. */
  suggestUrl?: string
  /** `large` is the one question of a front page: its label is set as a heading-sized line. */
  size?: 'normal' | 'large'
  id?: string
}

export function SearchBox({ t, action, name, value, label, hint, suggestUrl, size, id = 'search' }: SearchBoxProps) {
  return (
    <search class={size === 'large' ? 'search-box search-box-large' : 'search-box'}>
      <form action={action} method="get">
        <label class="ds-label" for={id}>
          {label}
        </label>
        {hint && (
          <p class="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        <suggest-box
          class="search-row"
          data-suggest-url={suggestUrl}
          data-found={t('ui.search_box.found')}
          data-none={t('ui.search_box.none')}
          data-list-label={t('ui.search_box.suggestions')}
        >
          <input
            class="ds-input"
            type="search"
            id={id}
            name={name}
            value={shownValue(value)}
            autocomplete="off"
            spellcheck={false}
            enterkeyhint="search"
            aria-describedby={hint ? `${id}-hint` : undefined}
          />
          <button class="ds-button" type="submit">
            <Icon name="MagnifyingGlass" /> {t('ui.search_box.submit')}
          </button>
        </suggest-box>
      </form>
    </search>
  )
}
