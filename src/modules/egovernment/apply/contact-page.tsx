import { languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

/** Each language by its own name, whatever language the page is in. */
const languageNames = { de: 'Deutsch', fr: 'Français', it: 'Italiano', en: 'English' } as const

export type ContactPageProps = {
  readonly email: string
  readonly language: string
  readonly isOptional: boolean
  readonly error?: string
  readonly backHref: string
  readonly t: Translate
}

/** Where the authority writes to, and in which language. */
export function ContactPage({ email, language, isOptional, error, backHref, t }: ContactPageProps) {
  return (
    <form method="post" noValidate class="form-page">
      <ErrorSummary t={t} errors={error === undefined ? [] : [{ fieldId: 'email', text: error }]} />
      <h1>{t('egovernment.apply.contact.title')}</h1>
      <p class="page-hint">{t('egovernment.apply.contact.hint')}</p>
      <TextField
        id="email"
        name="email"
        type="email"
        label={t('egovernment.apply.contact.email')}
        value={email}
        autocomplete="email"
        width="l"
        maxLength={254}
        required={!isOptional}
        {...(error === undefined ? {} : { error })}
        {...(isOptional ? { optionalText: t('egovernment.forms.optional') } : {})}
      />
      <RadioGroup
        id="language"
        name="language"
        label={t('egovernment.apply.contact.language')}
        value={language}
        options={languages.map((one) => ({ value: one, label: languageNames[one] }))}
      />
      <ButtonRow>
        <Button>{t('egovernment.forms.next')}</Button>
        <LinkButton href={backHref} variant="tertiary">
          {t('egovernment.forms.back')}
        </LinkButton>
      </ButtonRow>
    </form>
  )
}
