import { formatDate, formatInstant, swissDate } from '#kernel/i18n/format.ts'
import type { StaffId } from '#kernel/ids.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import type { Proposal, ProposedCase } from './queries.ts'
import { ProposalTag, when } from './retention-page.tsx'

export type ProposalProps = DeskPage & {
  readonly proposal: Proposal
  readonly cases: readonly ProposedCase[]
  readonly serviceName: (id: string) => string
  readonly nameOf: (id: StaffId) => string
  /** Whether she proposed it herself: then somebody else has to confirm. */
  readonly isOwn: boolean
  readonly mayConfirm: boolean
  readonly done: string | undefined
}

/** A batch: why and by whom, its cases, what remains of those that are erased, and the buttons of the second person. */
export function ProposalPage(props: ProposalProps) {
  const { t, href, proposal, cases, nameOf, isOwn, mayConfirm, done } = props
  const { reason, proposedBy, proposedAt, decidedAt, decidedBy } = proposal
  const at = href(`/desk/retention/proposals/${proposal.id}`)
  const isOpen = decidedAt === null
  return (
    <>
      <BackLink t={t} href={href(`/desk/retention?authority=${proposal.authorityId}`)} />
      <h1>{t('egovernment.retention.batch')}</h1>
      {done !== undefined && <DoneNotice title={t(`egovernment.retention.done.${done}`)} />}
      <p>
        <ProposalTag t={t} proposal={proposal} />
      </p>
      <SummaryList
        rows={[
          { key: t('egovernment.retention.reason_given'), value: reason },
          { key: t('egovernment.retention.proposed'), value: when(props, proposedAt, nameOf(proposedBy)) },
          ...(decidedAt && decidedBy !== null
            ? [
                {
                  key: t(`egovernment.retention.state.${proposal.isConfirmed ? 'confirmed' : 'refused'}`),
                  value: when(props, decidedAt, nameOf(decidedBy)),
                },
              ]
            : []),
        ]}
      />
      {isOpen && (
        <Alert kind="info">
          <p>{t(isOwn ? 'egovernment.retention.somebody_else' : 'egovernment.retention.final')}</p>
        </Alert>
      )}
      <Table
        caption={t('egovernment.retention.of_batch', { count: cases.length })}
        head={[
          t('egovernment.retention.number'),
          t('egovernment.retention.service'),
          t('egovernment.retention.received'),
          t('egovernment.retention.kept_until'),
          t('egovernment.retention.outcome'),
        ]}
        rows={cases.map((one) => [
          <span key="number" class="case-number">
            {one.number}
          </span>,
          props.serviceName(one.serviceId),
          formatDate(swissDate(one.receivedAt)),
          one.keptUntil === null ? '–' : formatDate(one.keptUntil),
          outcome(props, one),
        ])}
      />
      {isOpen && (mayConfirm || isOwn) && (
        <ButtonRow>
          {mayConfirm && !isOwn && (
            <form method="post" action={`${at}/confirmation`}>
              <Button color="danger">{t('egovernment.retention.confirm')}</Button>
            </form>
          )}
          <form method="post" action={`${at}/refusal`}>
            <Button variant="secondary">
              {t(isOwn ? 'egovernment.retention.take_back' : 'egovernment.retention.refuse')}
            </Button>
          </form>
        </ButtonRow>
      )}
    </>
  )
}

function outcome({ t, proposal }: ProposalProps, { erasedAt, outcome: what }: ProposedCase): string {
  if (erasedAt) return t('egovernment.retention.erased_at', { at: formatInstant(erasedAt, t.language) })
  if (what === 'kept') return t('egovernment.retention.kept')
  return t(proposal.isConfirmed ? 'egovernment.retention.waits_job' : 'egovernment.retention.waits')
}
