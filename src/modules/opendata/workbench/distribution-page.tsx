import type { ComponentChildren } from 'preact'
import { formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import { type DeskPage, errorOf, type FormReading, FourLanguages } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { FileField } from '#ui/components/file-field/file-field.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { formatName } from '../finder/labels.ts'
import type { IntakeFault } from '../intake/inside/order.ts'
import type { RawRows } from '../protection/raw-rows.ts'
import { isOnPersons } from '../protection/shown-columns.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { type Conflict, FormFaults } from './bench-parts.tsx'
import { distributionKinds } from './distribution-form.ts'
import { FaultTable } from './fault-table.tsx'
import type { ReadAs } from './read-as.ts'
import { ReadAsText, ReadingPart } from './reading-part.tsx'

/** What became of a file that was uploaded and could not be taken. */
export type RefusedRows = {
  readonly faults: readonly IntakeFault[]
  readonly faultCount: number
  readonly unused: readonly string[]
}

export type DistributionProps = DeskPage & {
  readonly form: FormReading
  readonly title: string
  readonly back: string
  readonly action: string
  readonly revision: number
  readonly conflict: Conflict
  /** Undefined where it is new. */
  readonly distribution: Distribution | undefined
  readonly version: TableVersion | undefined
  /** What was brought and waits for its columns to be classed, or for the publication of what is shown of it. */
  readonly raw: RawRows | undefined
  readonly refused: RefusedRows | undefined
  /** How the file was read that was just uploaded. */
  readonly read: ReadAs | undefined
  /** What the schema said that was just taken over, and nobody reads. */
  readonly leftAside: readonly string[]
  readonly done: string | undefined
  /** What stands below the rows of a table. */
  readonly below: ComponentChildren
}

/** One way to the data: what is said of it, and for a table its rows. */
export function DistributionPage(props: DistributionProps) {
  const { t, form, distribution, done } = props
  return (
    <>
      <BackLink t={t} href={props.back} />
      <h1>{props.title}</h1>
      {done !== undefined && (
        <DoneNotice title={t(`opendata.desk.done.${done}`)}>
          {props.read && <ReadAsText t={t} read={props.read} />}
          {props.leftAside.length > 0 && (
            <p>{t('opendata.desk.schema.left_aside', { what: props.leftAside.join(', ') })}</p>
          )}
        </DoneNotice>
      )}
      <FormFaults t={t} form={form} conflict={props.conflict} />
      {distribution?.kind === 'table' && <Rows {...props} />}
      {props.below}
      {distribution && <h2>{t('opendata.desk.distribution.about')}</h2>}
      <form method="post" action={props.action} noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(props.revision)} />
        {!distribution && <NewFields {...props} />}
        <FourLanguages t={t} form={form} name="title" legend={t('opendata.desk.field.title')} />
        <FourLanguages
          t={t}
          form={form}
          name="description"
          legend={t('opendata.desk.field.description')}
          rows={2}
          isOptional
        />
        {distribution?.kind !== 'table' && distribution?.kind !== 'file' && <Elsewhere {...props} />}
        <Details
          summary={t('opendata.desk.more')}
          isOpen={form.error('issued') !== undefined || form.error('modified') !== undefined}
        >
          {(['issued', 'modified'] as const).map((name) => (
            <DateField
              key={name}
              t={t}
              id={name}
              name={name}
              label={t(`opendata.desk.field.${name}`)}
              optionalText={t('opendata.desk.optional')}
              value={form.dayParts(name)}
              {...errorOf(form, name)}
            />
          ))}
        </Details>
        <ButtonRow>
          <Button>{t('opendata.desk.save')}</Button>
        </ButtonRow>
      </form>
      {distribution && (
        <Details summary={t('opendata.desk.distribution.remove')}>
          <p>{t('opendata.desk.distribution.remove_text')}</p>
          <form method="post" action={`${props.action}/removal`}>
            <input type="hidden" name="revision" value={String(props.revision)} />
            <Button color="danger" variant="secondary">
              {t('opendata.desk.distribution.remove_now')}
            </Button>
          </form>
        </Details>
      )}
    </>
  )
}

function NewFields({ t, form }: DistributionProps) {
  return (
    <>
      <RadioGroup
        id="kind"
        name="kind"
        label={t('opendata.desk.distribution.kind')}
        value={form.value('kind')}
        options={distributionKinds.map((value) => ({
          value,
          label: t(`opendata.desk.kind.${value}`),
          hint: t(`opendata.desk.kind_hint.${value}`),
        }))}
        {...errorOf(form, 'kind')}
      />
      <TextField
        id="slug"
        name="slug"
        label={t('opendata.desk.field.slug')}
        hint={t('opendata.desk.hint.slug')}
        value={form.value('slug')}
        maxLength={64}
        required
        {...errorOf(form, 'slug')}
      />
    </>
  )
}

function Elsewhere({ t, form, distribution }: DistributionProps) {
  return (
    <>
      <TextField
        id="url"
        name="url"
        type="url"
        label={t('opendata.desk.field.url')}
        {...(!distribution && { hint: t('opendata.desk.hint.url') })}
        value={form.value('url')}
        maxLength={1_000}
        width="full"
        {...errorOf(form, 'url')}
      />
      {(!distribution || distribution.kind === 'service') && (
        <TextField
          id="endpoint_description"
          name="endpoint_description"
          label={t('opendata.desk.field.endpoint_description')}
          hint={t('opendata.desk.hint.endpoint_description')}
          optionalText={t('opendata.desk.optional')}
          value={form.value('endpoint_description')}
          maxLength={1_000}
          width="full"
          {...errorOf(form, 'endpoint_description')}
        />
      )}
      <SelectField
        id="format"
        name="format"
        label={t('opendata.desk.field.format')}
        value={form.value('format')}
        emptyLabel={t('opendata.desk.choose')}
        options={formatOptions(distribution?.format)}
      />
    </>
  )
}

/** The common ones, and the one that it has where that came from a catalogue of others. */
function formatOptions(own: string | undefined): { value: string; label: string }[] {
  const isOther = own !== undefined && !Object.hasOwn(fileFormats, own)
  const codes = [...Object.keys(fileFormats), ...(isOther ? [own] : [])]
  return codes.map((value) => ({ value, label: formatName(value) }))
}

/** The rows: what is there, and a file with the next ones. */
function Rows(props: DistributionProps) {
  const { t, action, version, distribution, refused, revision, raw } = props
  const hasColumns = distribution?.columns !== undefined
  const isReady = distribution?.columns?.every(({ role }) => role !== undefined) === true
  return (
    <section aria-labelledby="rows">
      <h2 id="rows">{t('opendata.desk.rows.title')}</h2>
      {refused && <Refused t={t} refused={refused} read={props.read} />}
      {version ? (
        <p>
          {t('opendata.desk.rows.version', {
            number: version.number,
            rows: version.rows,
            shown: formatNumber(version.rows),
            at: formatInstant(version.madeAt, t.language),
          })}{' '}
          {version.changes && t('opendata.desk.rows.changes', version.changes)}{' '}
          {t(version.publishedAt ? 'opendata.desk.rows.public' : 'opendata.desk.rows.not_public')}
        </p>
      ) : (
        !raw && <p>{t('opendata.desk.rows.none')}</p>
      )}
      {raw && (
        <p>
          {t(isReady ? 'opendata.desk.rows.sealed_ready' : 'opendata.desk.rows.sealed', {
            rows: raw.rows,
            shown: formatNumber(raw.rows),
            at: formatInstant(raw.expiresAt, t.language),
          })}
        </p>
      )}
      {hasColumns && (
        <p>
          <LinkButton href={`${action}/columns`} variant="secondary">
            {t('opendata.desk.columns.open', { count: distribution?.columns?.length ?? 0 })}
          </LinkButton>
        </p>
      )}
      {distribution?.columns && isOnPersons(distribution.columns) && (
        <p>
          <LinkButton href={`${action}/protection`} variant="secondary">
            {t('opendata.protection.open')}
          </LinkButton>
        </p>
      )}
      <form method="post" action={`${action}/rows`} enctype="multipart/form-data" noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(revision)} />
        <FileField
          t={t}
          id="file"
          name="file"
          label={t(version ? 'opendata.desk.rows.next' : 'opendata.desk.rows.first')}
          hint={t('opendata.desk.rows.hint')}
          maxBytesText={t('opendata.desk.rows.limit')}
        />
        {hasColumns && (
          <Checkbox
            id="fresh"
            name="fresh"
            label={t('opendata.desk.rows.fresh')}
            hint={t('opendata.desk.rows.fresh_hint')}
          />
        )}
        <ReadingPart t={t} form={props.form} />
        <Button variant="secondary">{t('opendata.desk.rows.upload')}</Button>
      </form>
      <SchemaPart {...props} />
    </section>
  )
}

/** The columns as a Table Schema: to take along, and to bring. */
function SchemaPart({ t, form, action, distribution, revision }: DistributionProps) {
  return (
    <Details summary={t('opendata.desk.schema.title')} isOpen={form.error('schema') !== undefined}>
      <p>{t('opendata.desk.schema.text')}</p>
      {distribution?.columns && (
        <p>
          <a class="ds-link" href={`${action}/schema.json`} download>
            {t('opendata.desk.schema.download')}
          </a>
        </p>
      )}
      <form method="post" action={`${action}/schema`} enctype="multipart/form-data" noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(revision)} />
        <FileField
          t={t}
          id="schema"
          name="schema"
          label={t('opendata.desk.schema.file')}
          hint={t('opendata.desk.schema.hint')}
          maxBytesText={t('opendata.desk.schema.limit')}
          {...errorOf(form, 'schema')}
        />
        <Button variant="secondary">{t('opendata.desk.schema.upload')}</Button>
      </form>
    </Details>
  )
}

function Refused({
  t,
  refused: { faults, faultCount, unused },
  read,
}: Pick<DeskPage, 't'> & { refused: RefusedRows; read: ReadAs | undefined }) {
  return (
    <>
      <Alert kind="danger" isLive title={t('opendata.desk.rows.refused')}>
        <p>{t('opendata.desk.rows.refused_text', { count: faultCount })}</p>
        {unused.length > 0 && <p>{t('opendata.desk.rows.unused', { columns: unused.slice(0, 10).join(', ') })}</p>}
        {read && <ReadAsText t={t} read={read} />}
      </Alert>
      <FaultTable t={t} faults={faults} />
    </>
  )
}
