import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { MandateTerms } from '#kernel/identity/mandate.ts'
import type { InvitationRow, MandateRow } from '#kernel/identity/mandate-queries.ts'
import type { FirmServices } from '#modules/egovernment/public.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { MandateErrors, MandateFields } from './mandate-fields.tsx'
import type { MandateForm } from './mandate-form.ts'
import { mandateRows } from './mandate-lines.ts'

type Frame = { t: Translate; href: (path: string) => string; catalogue: FirmServices }

type MandatesPageProps = Frame & {
  isDone: boolean
  mandates: readonly (MandateRow & { firmId: string; isManaged: boolean })[]
}

/** For whom one acts, how far, and the way to hand it back or to the others. */
export function MandatesPage({ t, href, catalogue, isDone, mandates }: MandatesPageProps) {
  return (
    <>
      <h1>{t('portal.mandates.title')}</h1>
      {isDone && <Done t={t} />}
      <p>{t('portal.mandates.lead')}</p>
      {mandates.length === 0 && (
        <EmptyState title={t('portal.mandates.none')} level={2}>
          <p>{t('portal.mandates.none_text')}</p>
        </EmptyState>
      )}
      {mandates.map((mandate) => (
        <section key={mandate.id}>
          <h2>{[mandate.name, mandate.uid].filter(Boolean).join(', ')}</h2>
          <SummaryList rows={mandateRows(t, mandate, catalogue)} />
          <ButtonRow>
            {mandate.isManaged && (
              <LinkButton href={href(`/account/mandates/${mandate.firmId}`)}>{t('portal.mandates.manage')}</LinkButton>
            )}
          </ButtonRow>
          <Details summary={t('portal.mandates.give_up', { firm: mandate.name })}>
            <form method="post" action={href(`/account/mandates/${mandate.firmId}/${mandate.id}/return`)}>
              <p>{t('portal.mandates.give_up_text')}</p>
              <Button color="danger">{t('portal.mandates.give_up_submit')}</Button>
            </form>
          </Details>
        </section>
      ))}
    </>
  )
}

function Done({ t }: { t: Translate }) {
  return (
    <DoneNotice>
      <p>{t('portal.mandates.done')}</p>
    </DoneNotice>
  )
}

type FirmPageProps = Frame & {
  isDone: boolean
  firmId: string
  name: string
  uid: string | null
  mandates: readonly (MandateRow & { isOwn: boolean })[]
  invitations: readonly InvitationRow[]
}

/** Who acts for a firm, for the one who hands it out. */
export function FirmPage({ t, href, catalogue, isDone, firmId, name, uid, mandates, invitations }: FirmPageProps) {
  const own = `/account/mandates/${firmId}`
  return (
    <>
      <h1>{[name, uid].filter(Boolean).join(', ')}</h1>
      {isDone && <Done t={t} />}
      <p>{t('portal.mandates.firm_lead')}</p>
      <ButtonRow>
        <LinkButton href={href(`${own}/invitation`)}>{t('portal.mandates.invite')}</LinkButton>
      </ButtonRow>
      <h2>{t('portal.mandates.holders')}</h2>
      {mandates.map((mandate) => (
        <section key={mandate.id}>
          <h3>{mandate.isOwn ? t('portal.mandates.you', { name: mandate.name }) : mandate.name}</h3>
          <SummaryList rows={mandateRows(t, mandate, catalogue)} />
          <form method="post" action={href(`${own}/${mandate.id}/end`)}>
            <ButtonRow>
              <LinkButton href={href(`${own}/${mandate.id}`)} variant="secondary">
                {t('portal.mandates.change', { name: mandate.name })}
              </LinkButton>
              <Button variant="secondary" color="danger">
                {t('portal.mandates.end', { name: mandate.name })}
              </Button>
            </ButtonRow>
          </form>
        </section>
      ))}
      <h2>{t('portal.mandates.invitations')}</h2>
      {invitations.length === 0 && <p>{t('portal.mandates.no_invitations')}</p>}
      {invitations.map((invitation) => (
        <section key={invitation.id}>
          <h3>{invitation.email}</h3>
          <p>{t('portal.mandates.open_until', { at: formatInstant(invitation.expiresAt, t.language) })}</p>
          <SummaryList rows={mandateRows(t, invitation, catalogue)} />
          <form method="post" action={href(`${own}/invitation/${invitation.id}/revoke`)}>
            <Button variant="secondary">{t('portal.mandates.revoke', { email: invitation.email ?? '' })}</Button>
          </form>
        </section>
      ))}
    </>
  )
}

type MandateFormPageProps = Pick<Frame, 't' | 'catalogue'> & {
  title: string
  form: MandateForm
  isInvitation: boolean
}

/** Inviting somebody, or changing how far a mandate goes. */
export function MandateFormPage({ t, catalogue, title, form, isInvitation }: MandateFormPageProps) {
  return (
    <>
      <MandateErrors t={t} form={form} />
      <h1>{title}</h1>
      <form method="post" noValidate class="form-page">
        <MandateFields t={t} form={form} catalogue={catalogue} isInvitation={isInvitation} />
        <Button>{t(isInvitation ? 'portal.mandates.send_invitation' : 'portal.mandates.save')}</Button>
      </form>
    </>
  )
}

type InvitationPageProps = Pick<Frame, 't' | 'catalogue'> & { firm: string; uid: string | null; terms: MandateTerms }

/** What one is invited to, before one accepts. */
export function InvitationPage({ t, catalogue, firm, uid, terms }: InvitationPageProps) {
  return (
    <>
      <h1>{t('portal.mandates.invited_title', { firm })}</h1>
      <p>{t('portal.mandates.invited_text')}</p>
      <SummaryList
        rows={[
          { key: t('portal.mandates.firm'), value: [firm, uid].filter(Boolean).join(', ') },
          ...mandateRows(t, terms, catalogue),
        ]}
      />
      <form method="post">
        <Button>{t('portal.mandates.accept')}</Button>
      </form>
    </>
  )
}
