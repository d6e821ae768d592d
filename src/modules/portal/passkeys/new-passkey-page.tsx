import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { PasskeyForm, type PasskeyPart } from './passkey-form.tsx'

export type NewPasskeyView = PasskeyPart & {
  t: Translate
  name: string
  /** Why it was not taken in, in words. */
  problem: string | undefined
  nameError: string | undefined
}

/** A new passkey: what it is, what it shall be called, and the button that asks the device for it. */
export function NewPasskeyPage({ t, action, challengeHref, name, problem, nameError }: NewPasskeyView) {
  return (
    <>
      <h1>{t('portal.passkeys.new.title')}</h1>
      {problem && (
        <Alert kind="danger">
          <p>{problem}</p>
        </Alert>
      )}
      <p>{t('portal.passkeys.new.what')}</p>
      <PasskeyForm
        t={t}
        ceremony="register"
        action={action}
        challengeHref={challengeHref}
        otherwise={t('portal.passkeys.new.otherwise')}
        button={t('portal.passkeys.new.go')}
      >
        <TextField
          id="name"
          name="name"
          label={t('portal.passkeys.new.name')}
          hint={t('portal.passkeys.new.name_hint')}
          value={name}
          maxLength={60}
          required
          autocomplete="off"
          {...(nameError ? { error: nameError } : {})}
        />
      </PasskeyForm>
    </>
  )
}
