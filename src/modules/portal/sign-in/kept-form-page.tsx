import type { Translate } from '#kernel/i18n/translate.ts'
import type { KeptForm } from '#kernel/identity/kept-forms.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'

/** What somebody had sent before she had to sign in again: it goes on when she says so. */
export function KeptFormPage({ t, form, back }: { t: Translate; form: KeptForm; back: { href: string } }) {
  return (
    <>
      <h1>{t('portal.sign_in.again.kept_title')}</h1>
      <p>{t('portal.sign_in.again.kept_more')}</p>
      <form method="post" action={form.action}>
        {form.fields.map(({ name, value }, index) => (
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        <ButtonRow>
          <Button>{t('portal.sign_in.again.kept_go')}</Button>
          <LinkButton href={back.href} variant="tertiary">
            {t('portal.sign_in.again.kept_cancel')}
          </LinkButton>
        </ButtonRow>
      </form>
    </>
  )
}
