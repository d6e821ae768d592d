import { formatInstant } from '#kernel/i18n/format.ts'
import { pickText } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { BenchDataSet } from '../catalogue/workbench.ts'
import type { Finding, Place } from '../gate/finding.ts'
import type { GateReport } from '../gate/queries.ts'
import { benchPath } from './bench-parts.tsx'
import { columnsPath } from './columns-form.ts'

type ReportProps = Pick<DeskPage, 't' | 'href'> & {
  readonly bench: BenchDataSet
  readonly report: GateReport | undefined
  /** Whether something changed since it was made. */
  readonly isOld: boolean
}

/** What the gate found, errors first, each with where and how it is mended. */
export function Report({ t, href, bench, report, isOld }: ReportProps) {
  if (!report) return <p>{t('opendata.desk.report.none')}</p>
  const count = (severity: Finding['severity']) => report.findings.filter((one) => one.severity === severity).length
  const [errors, warnings] = [count('error'), count('warning')]
  return (
    <>
      <Alert kind={errors > 0 ? 'danger' : warnings > 0 ? 'warning' : 'success'}>
        <p>
          {errors > 0
            ? t('opendata.desk.report.unfit', { errors, warnings })
            : t('opendata.desk.report.fit', { warnings })}{' '}
          {t('opendata.desk.report.at', { at: formatInstant(report.madeAt, t.language) })}
        </p>
        {isOld && <p>{t('opendata.desk.report.old')}</p>}
      </Alert>
      {report.findings.length > 0 && (
        <ol class="findings">
          {report.findings.map((finding, at) => {
            const [text, mend] = [pickText(finding.text, t.language), pickText(finding.mend, t.language)]
            return (
              <li key={at}>
                <p>
                  <Tag kind={finding.severity === 'error' ? 'danger' : 'warning'}>
                    {t(`opendata.desk.severity.${finding.severity}`)}
                  </Tag>{' '}
                  <a class="ds-link" href={href(placePath(bench, finding.place))}>
                    {placeText({ t }, finding.place)}
                  </a>
                </p>
                <p lang={text.language}>
                  <strong>{text.text}</strong>
                </p>
                <p lang={mend.language}>{mend.text}</p>
              </li>
            )
          })}
        </ol>
      )}
    </>
  )
}

/** In words: «Tabelle «liste», Spalte «nummer», Zeile 4». */
function placeText({ t }: Pick<DeskPage, 't'>, { field, distribution, column, line }: Place): string {
  const parts = [
    ...(distribution === undefined ? [] : [t('opendata.desk.place.distribution', { name: distribution })]),
    ...(column === undefined ? [] : [t('opendata.desk.place.column', { name: column })]),
    ...(line === undefined ? [] : [t('opendata.desk.place.line', { line })]),
  ]
  const key = `opendata.desk.field.${field}`
  if (column === undefined && field !== undefined && t.has(key)) parts.push(t(key))
  return parts.join(', ') || t('opendata.desk.place.data_set')
}

/** Fields whose first input has another id than the field. */
const inputs: Readonly<Record<string, string>> = {
  title: 'title.de',
  description: 'description.de',
  keywords: 'keywords.de',
  contact: 'contact.name.de',
}

function placePath({ id, metadata }: BenchDataSet, { field, distribution, column }: Place): string {
  const at = `${benchPath}/${id}`
  const anchor = field === undefined ? '' : `#${inputs[field] ?? field}`
  if (distribution === undefined) return field === 'distributions' ? `${at}#distributions` : `${at}/metadata${anchor}`
  const found = metadata.distributions.find(({ slug }) => slug === distribution)
  if (!found) return at
  if (column !== undefined && found.columns) return columnsPath(id, found, column)
  if (field === 'columns' || field === 'key') return `${at}/distributions/${found.id}/columns`
  if (field === 'licence' || field === 'rights') return `${at}/metadata${anchor}`
  return `${at}/distributions/${found.id}${anchor}`
}
