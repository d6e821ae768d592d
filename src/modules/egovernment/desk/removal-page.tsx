import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import type { CaseAccount } from '../cases/case-accounts.ts'
import { mostText } from '../cases/case-text.ts'
import { type CodeWay, codeWays } from '../cases/removal.ts'
import { ActionPage, type ActionPageProps, SubmitRow } from './action-page.tsx'
import type { CaseFile } from './case-file.ts'
import { caseHref, type DeskPage } from './desk-frame.tsx'
import { errorOf } from './form-reading.ts'
import type { InboxView } from './inbox.ts'

/** Taking somebody out of a case: who, why, and what becomes of the access code. */
export function RemovalPage(props: ActionPageProps & { canMail: boolean }) {
  const { t, form, file } = props
  if (file.accounts.length === 0)
    return (
      <ActionPage {...props} isOver beside={<p>{t('egovernment.party_removal.none')}</p>}>
        {null}
      </ActionPage>
    )
  const ways = codeWays.filter((way) => way !== 'mail' || props.canMail)
  return (
    <ActionPage {...props}>
      <p>{t('egovernment.party_removal.about')}</p>
      <RadioGroup
        id="party"
        name="party"
        label={t('egovernment.party_removal.who')}
        value={form.value('party')}
        options={file.accounts.map((one) => ({ value: one.id, label: accountText(t, file, one) }))}
        required
        {...errorOf(form, 'party')}
      />
      <RadioGroup
        id="code"
        name="code"
        label={t('egovernment.party_removal.code')}
        value={form.value('code')}
        options={ways.map((way) => wayOption(t, file, way))}
        required
        {...errorOf(form, 'code')}
      />
      <TextArea
        t={t}
        id="text"
        name="text"
        label={t('egovernment.party_removal.reason')}
        hint={t('egovernment.desk.no_names')}
        rows={3}
        maxLength={mostText}
        value={form.value('text')}
        required
        {...errorOf(form, 'text')}
      />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

function wayOption(t: DeskPage['t'], { contact }: CaseFile, way: CodeWay) {
  return {
    value: way,
    label: t(`egovernment.party_removal.way.${way}`, { email: contact?.email ?? '' }),
    hint: t(`egovernment.party_removal.way_hint.${way}`),
  }
}

/** Whose account it is, and how the case came there. */
export function accountText(t: DeskPage['t'], { details }: Pick<CaseFile, 'details'>, account: CaseAccount): string {
  const isClaimed = details.events.some(({ type, partyId }) => type === 'claimed' && partyId === account.partyId)
  return t(isClaimed ? 'egovernment.party_removal.claimed' : 'egovernment.party_removal.from_start', {
    name: account.name ?? t('egovernment.desk.case.nameless'),
    day: formatDate(swissDate(account.since)),
  })
}

/** The new access code, once: the clerk hands it over to who has shown that the case is hers. */
export function RemovalCodePage({
  t,
  href,
  number,
  code,
  view,
}: Pick<DeskPage, 't' | 'href'> & { number: string; code: string; view: InboxView }) {
  return (
    <>
      <h1>{t('egovernment.party_removal.code_title')}</h1>
      <Alert kind="success" title={code}>
        <p>{t('egovernment.party_removal.code_once', { number })}</p>
      </Alert>
      <p>
        <a class="ds-link" href={caseHref({ href }, number, view)}>
          {t('egovernment.party_removal.back', { number })}
        </a>
      </p>
    </>
  )
}
