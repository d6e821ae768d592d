import { formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import { cellText, type NameOfMunicipality } from '../look/cell-text.ts'
import { coarseningText } from '../protection/coarsening-text.ts'
import { ruleFor } from '../protection/publishable-columns.ts'
import type { Protection } from '../protection/queries.ts'
import { type RawRows, rawDays } from '../protection/raw-rows.ts'
import { ladderOf } from '../protection/store-protected.ts'
import type { RowPage } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { FormFaults } from './bench-parts.tsx'
import { choosable, coarseningName, fieldOf, longestReason } from './protection-form.ts'

export type ProtectionProps = DeskPage & {
  readonly form: FormReading
  readonly tableTitle: string
  readonly table: Distribution & { readonly columns: Column[] }
  readonly version: TableVersion | undefined
  readonly protection: Protection | undefined
  readonly preview: RowPage | undefined
  readonly nameOfMunicipality: NameOfMunicipality
  /** What was brought and lies sealed. */
  readonly raw: RawRows | undefined
  /** Tables on persons of other data sets that are public, or were, with their pages at the desk. */
  readonly beside: readonly { readonly title: string; readonly href: string }[]
  /** Then the way to protect stays as it is. */
  readonly isPublic: boolean
  readonly back: string
  readonly action: string
  readonly revision: number
  readonly done: string | undefined
}

/** Rows on persons: how they are put together, what comes of it, and how it looks. */
export function ProtectionPage(props: ProtectionProps) {
  const { t, form, done } = props
  return (
    <>
      <BackLink t={t} href={props.back} />
      <h1>{t('opendata.protection.title', { table: props.tableTitle })}</h1>
      {done !== undefined && <DoneNotice title={t(`opendata.desk.done.${done}`)} />}
      <FormFaults t={t} form={form} />
      <p>{t('opendata.protection.intro', { k: ruleFor(props.table.columns).k })}</p>
      <RawPart {...props} />
      {props.isPublic ? <Fixed {...props} /> : <PlanForm {...props} />}
      {props.protection && <ReportPart {...props} protection={props.protection} />}
      {props.preview && <Preview {...props} preview={props.preview} />}
    </>
  )
}

function RawPart({ t, raw, action }: ProtectionProps) {
  if (!raw)
    return (
      <Alert kind="info">
        <p>{t('opendata.protection.raw_none')}</p>
      </Alert>
    )
  return (
    <Details
      summary={t('opendata.protection.raw', {
        rows: raw.rows,
        shown: formatNumber(raw.rows),
        at: formatInstant(raw.expiresAt, t.language),
      })}
    >
      <p>{t('opendata.protection.raw_text', { days: rawDays })}</p>
      <form method="post" action={`${action}/raw-removal`}>
        <Button color="danger" variant="secondary">
          {t('opendata.protection.raw_remove')}
        </Button>
      </form>
    </Details>
  )
}

const titleOf = (t: Translate, column: Column) =>
  `${textIn(column.title, t.language)} (${t(`opendata.desk.role.${column.role ?? 'fact'}`)})`

/** What several tables on the same persons tell together, only people can judge: the steward says why nobody, and the second person reads it. */
function BesidePart({ t, form, beside }: ProtectionProps) {
  if (beside.length === 0) return null
  return (
    <>
      <h3>{t('opendata.protection.beside_title', { count: beside.length })}</h3>
      <p>{t('opendata.protection.beside_text')}</p>
      <ul>
        {beside.map(({ title, href }) => (
          <li key={href}>
            <a href={href}>{title}</a>
          </li>
        ))}
      </ul>
      <TextArea
        t={t}
        id="beside"
        name="beside"
        label={t('opendata.protection.beside')}
        hint={t('opendata.protection.beside_hint')}
        value={form.value('beside')}
        rows={3}
        maxLength={longestReason}
        {...errorOf(form, 'beside')}
      />
    </>
  )
}

function PlanForm(props: ProtectionProps) {
  const { t, form, table, action, revision, raw } = props
  const columns = choosable(table.columns)
  const quasi = columns.filter(({ role }) => role === 'quasi-identifier')
  return (
    <form method="post" action={action} noValidate class="bench-form">
      <h2>{t('opendata.protection.plan')}</h2>
      <input type="hidden" name="revision" value={String(revision)} />
      <TextField
        id="k"
        name="k"
        label={t('opendata.protection.k')}
        hint={t('opendata.protection.k_hint', { least: ruleFor(table.columns).k })}
        value={form.value('k')}
        inputMode="numeric"
        width="s"
        {...errorOf(form, 'k')}
      />
      {columns.map((column) => (
        <SelectField
          key={column.name}
          id={fieldOf(column)}
          name={fieldOf(column)}
          label={titleOf(t, column)}
          value={form.value(fieldOf(column))}
          emptyLabel={t('opendata.protection.to.as_is')}
          options={ladderOf(column).map((one) => ({ value: coarseningName(one), label: coarseningText(t, one) }))}
        />
      ))}
      <BesidePart {...props} />
      <ButtonRow>
        <Button>{t('opendata.protection.save')}</Button>
      </ButtonRow>
      {raw && quasi.length > 0 && (
        <>
          <h3>{t('opendata.protection.propose_title')}</h3>
          <SelectField
            id="keep"
            name="keep"
            label={t('opendata.protection.keep')}
            hint={t('opendata.protection.keep_hint')}
            value={form.value('keep')}
            emptyLabel={t('opendata.protection.keep_none')}
            options={quasi.map((column) => ({ value: column.name, label: textIn(column.title, t.language) }))}
          />
          <Button variant="secondary" name="act" value="propose">
            {t('opendata.protection.propose')}
          </Button>
        </>
      )}
    </form>
  )
}

function Fixed({ t, table, protection }: ProtectionProps) {
  return (
    <>
      <h2>{t('opendata.protection.plan')}</h2>
      <p>{t('opendata.protection.fixed')}</p>
      <SummaryList
        rows={[
          ...(protection ? [{ key: t('opendata.protection.k'), value: String(protection.k) }] : []),
          ...choosable(table.columns).map((column) => ({
            key: titleOf(t, column),
            value: coarseningText(t, column.coarsen),
          })),
        ]}
      />
    </>
  )
}

const percent = (share: number) => `${formatNumber(Math.round(share * 1_000) / 10)} %`

/** What came of it: what is shown, what is held back and why, what risk and how much of what the columns told is left. */
function ReportPart({
  t,
  protection: { report, k, countsPersons },
  table,
}: ProtectionProps & { protection: Protection }) {
  const { brought, shown, hidden, stale, groups, smallest, risk, losses, rare } = report
  const named = (name: string) =>
    textIn(table.columns.find((one) => one.name === name)?.title ?? { de: name }, t.language)
  const rows = (count: number) => t('opendata.protection.rows', { count, shown: formatNumber(count) })
  return (
    <section aria-labelledby="protection-report">
      <h2 id="protection-report">{t('opendata.protection.report')}</h2>
      <SummaryList
        rows={[
          { key: t('opendata.protection.brought'), value: rows(brought) },
          { key: t('opendata.protection.shown'), value: rows(shown) },
          { key: t('opendata.protection.hidden_small', { k }), value: rows(hidden.small) },
          { key: t('opendata.protection.hidden_alike'), value: rows(hidden.alike) },
          { key: t('opendata.protection.hidden_beside'), value: rows(hidden.beside) },
          { key: t('opendata.protection.stale'), value: rows(stale) },
          { key: t('opendata.protection.groups'), value: formatNumber(groups) },
          { key: t('opendata.protection.smallest'), value: formatNumber(smallest) },
          {
            key: t('opendata.protection.risk'),
            value: t('opendata.protection.risk_text', {
              most: percent(smallest === 0 ? 0 : 1 / smallest),
              average: percent(risk),
            }),
          },
        ]}
      />
      <p>{t(countsPersons ? 'opendata.protection.counts_persons' : 'opendata.protection.counts_rows')}</p>
      {losses.length > 0 && (
        <Table
          caption={t('opendata.protection.losses')}
          head={[t('opendata.protection.column'), t('opendata.protection.lost')]}
          rows={losses.map(({ column, lost }) => [named(column), percent(lost)])}
        />
      )}
      {rare.length > 0 && (
        <Table
          caption={t('opendata.protection.rare', { k })}
          head={[t('opendata.protection.column'), t('opendata.protection.rare_rows')]}
          rows={rare.map(({ column, rows: count }) => [named(column), formatNumber(count)])}
        />
      )}
    </section>
  )
}

function Preview({ t, preview, version, nameOfMunicipality }: ProtectionProps & { preview: RowPage }) {
  const words = { t, language: t.language, nameOfMunicipality }
  return (
    <section aria-labelledby="protection-preview">
      <h2 id="protection-preview">{t('opendata.protection.preview')}</h2>
      <p>{t(version?.publishedAt ? 'opendata.protection.preview_public' : 'opendata.protection.preview_text')}</p>
      <Table
        caption={t('opendata.protection.preview_caption', { count: preview.rows.length })}
        head={preview.columns.map(({ title }) => textIn(title, t.language))}
        rows={preview.rows.map((row) => row.map((cell, at) => cellText(cell, preview.columns[at], words)))}
      />
    </section>
  )
}
