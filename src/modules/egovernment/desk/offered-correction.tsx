import { formatInstant } from '#kernel/i18n/format.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { LinkButton } from '#ui/components/button/button.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { mayDo } from '../cases/case.ts'
import type { ChangedAnswer } from '../cases/compare-answers.ts'
import type { CasePageProps } from './case-page.tsx'
import { DeskFiles } from './desk-files.tsx'
import { caseHref, type DeskPage } from './desk-frame.tsx'
import { Lines } from './lines.tsx'
import { sideIn } from './standing.ts'

/** A correction that the applicant offered: what she says, what would change, and the way to decide on it. */
export function OfferedCorrection(props: Pick<CasePageProps, 't' | 'href' | 'file' | 'view'>) {
  const { t, href, file, view } = props
  const { offered, record, standing } = file
  if (!offered) return null
  const mayDecide = standing.rights.has('work') && mayDo(sideIn(standing), 'decide_correction', record.status)
  return (
    <section aria-labelledby="offered">
      <h2 id="offered">{t('egovernment.desk.offer.title')}</h2>
      <OfferedChanges {...props} />
      {mayDecide && (
        <LinkButton href={caseHref({ href }, record.number, view, 'correction-offer')} shortcut="b">
          {t('egovernment.desk.offer.decide')}
        </LinkButton>
      )}
    </section>
  )
}

export function OfferedChanges({ t, href, file, view }: Pick<CasePageProps, 't' | 'href' | 'file' | 'view'>) {
  const { offered } = file
  if (!offered) return null
  return (
    <>
      <p>{formatInstant(offered.offer.offeredAt, t.language)}</p>
      <Lines text={offered.offer.note} />
      <ElsewhereHint {...{ t, href, file, view }} elsewhere={offered.offer.elsewhere} />
      <ChangesTable t={t} caption={t('egovernment.desk.offer.changes')} changes={offered.changes} />
      {offered.files.length > 0 && (
        <>
          <p>
            <strong>{t('egovernment.desk.offer.files')}</strong>
          </p>
          <DeskFiles t={t} href={href} number={file.record.number} files={offered.files} />
        </>
      )}
    </>
  )
}

export function ChangesTable({
  t,
  caption,
  changes,
}: Pick<DeskPage, 't'> & { caption: string; changes: readonly ChangedAnswer[] }) {
  const shown = (answer: string | null) => (answer === null ? t('egovernment.desk.case.hidden') : answer || '–')
  return (
    <Table
      caption={caption}
      head={[
        t('egovernment.desk.correction.question'),
        t('egovernment.desk.correction.before'),
        t('egovernment.desk.correction.after'),
      ]}
      rows={changes.map((one) => [one.question, shown(one.before), shown(one.after)])}
    />
  )
}

/** By the corrected answers somebody else would be in charge: who, and the way to forward. Nothing happens by itself. */
export function ElsewhereHint({
  t,
  href,
  file,
  view,
  elsewhere,
}: Pick<CasePageProps, 't' | 'href' | 'file' | 'view'> & { elsewhere: string | null | undefined }) {
  const name = elsewhere && file.authorityNames.get(elsewhere)
  if (!name) return null
  const { record, standing } = file
  const mayForward = standing.rights.has('forward') && mayDo(sideIn(standing), 'forward', record.status)
  return (
    <Alert kind="warning" title={t('egovernment.desk.offer.elsewhere', { authority: name })}>
      <p>
        {t('egovernment.desk.offer.elsewhere_text')}{' '}
        {mayForward && (
          <a class="ds-link" href={caseHref({ href }, record.number, view, 'forwarding')}>
            {t('egovernment.desk.action.forwarding')}
          </a>
        )}
      </p>
    </Alert>
  )
}
