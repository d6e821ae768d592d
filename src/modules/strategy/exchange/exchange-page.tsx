import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { FileField } from '#ui/components/file-field/file-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { deskPath } from '../desk/desk-context.ts'
import { SteeringTabs } from '../desk/steering-tabs.tsx'
import type { FaultLine, ReadFile } from './read-file.ts'

export type ExchangePageProps = Pick<DeskPage, 't' | 'href'> & {
  readonly authorityName: string
  readonly isDone: boolean
  readonly error?: string
  /** A file that could not be used, and why. */
  readonly read?: ReadFile
}

const path = `${deskPath}/exchange`
const formats = ['csv', 'xlsx', 'json'] as const

export function ExchangePage({ t, href, authorityName, isDone, error, read }: ExchangePageProps) {
  return (
    <>
      <h1>{t('strategy.exchange.title')}</h1>
      <p>{authorityName}</p>
      <SteeringTabs {...{ t, href }} current="exchange" />
      {isDone && <DoneNotice title={t('strategy.exchange.adopted')} />}
      <p>{t('strategy.exchange.lead')}</p>
      <h2>{t('strategy.exchange.export')}</h2>
      <ul>
        {formats.map((format) => (
          <li key={format}>
            <a href={href(`${path}/projects.${format}`)}>{t(`strategy.exchange.format.${format}`)}</a>
          </li>
        ))}
        <li>
          <a href={href(`${deskPath}/report.pdf`)}>{t('strategy.report.take')}</a>
        </li>
      </ul>
      <h2>{t('strategy.exchange.import')}</h2>
      {read && <Faults {...{ t }} read={read} />}
      <form method="post" action={href(path)} enctype="multipart/form-data" noValidate>
        <FileField
          t={t}
          id="exchange-file"
          name="file"
          label={t('strategy.exchange.file')}
          accept=".csv,.tsv,.xlsx,.ods,.json"
          maxBytesText={t('strategy.exchange.file_hint')}
          {...(error !== undefined && { error })}
        />
        <Button>{t('strategy.exchange.look')}</Button>
      </form>
    </>
  )
}

function Faults({ t, read: { faults } }: Pick<ExchangePageProps, 't'> & { read: ReadFile }) {
  return (
    <Alert kind="danger" title={t('strategy.exchange.faults')}>
      <FaultTable {...{ t, faults }} />
    </Alert>
  )
}

/** What is wrong, by line and column. */
export function FaultTable({ t, faults }: Pick<ExchangePageProps, 't'> & { faults: readonly FaultLine[] }) {
  return (
    <Table
      caption={t('strategy.exchange.faults')}
      hideCaption
      head={(['line', 'column', 'text'] as const).map((name) => t(`strategy.exchange.fault_${name}`))}
      rows={faults.map(({ line, column, text }) => [line === 0 ? t('strategy.exchange.whole') : line, column, text])}
    />
  )
}
