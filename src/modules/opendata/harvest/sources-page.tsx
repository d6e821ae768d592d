import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { benchPath, FormFaults } from '../workbench/bench-parts.tsx'
import { type HarvestSource, type LastRun, rhythms, sourceKinds, sourcesPath } from './source.ts'

type Props = DeskPage & {
  readonly sources: readonly HarvestSource[]
  /** By the id of the source. */
  readonly lastRuns: ReadonlyMap<string, LastRun>
  readonly authorityId: AuthorityId
  readonly form: FormReading
  readonly done: string | undefined
}

/** The catalogues of others that an authority takes over, and the form for a new one. */
export function SourcesPage({ t, href, sources, lastRuns, authorityId, form, done }: Props) {
  return (
    <>
      <BackLink t={t} href={href(`${benchPath}?authority=${authorityId}`)} />
      <h1>{t('opendata.harvest.title')}</h1>
      {done !== undefined && <DoneNotice title={t(`opendata.harvest.done.${done}`)} />}
      <FormFaults t={t} form={form} />
      <p>{t('opendata.harvest.intro')}</p>
      {sources.length === 0 ? (
        <EmptyState title={t('opendata.harvest.none')} icon="Inbox">
          <p>{t('opendata.harvest.none_text')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('opendata.harvest.title')}
          hideCaption
          head={[
            t('opendata.harvest.name'),
            t('opendata.harvest.kind'),
            t('opendata.harvest.last_run'),
            t('opendata.harvest.next_run'),
          ]}
          rows={sources.map((source) => [
            <a key="title" class="ds-link" href={href(`${sourcesPath}/${source.id}`)}>
              {source.title}
            </a>,
            t(`opendata.harvest.kinds.${source.kind}`),
            <LastTime key="last" t={t} run={lastRuns.get(source.id)} />,
            source.nextRunAt === null ? t('opendata.harvest.rests') : formatInstant(source.nextRunAt, t.language),
          ])}
        />
      )}
      <h2>{t('opendata.harvest.add')}</h2>
      <form method="post" action={href(`${sourcesPath}?authority=${authorityId}`)} noValidate>
        <TextField
          id="title"
          name="title"
          label={t('opendata.harvest.name')}
          value={form.value('title')}
          error={form.error('title')}
          maxLength={200}
          required
        />
        <SelectField
          id="kind"
          name="kind"
          label={t('opendata.harvest.kind')}
          value={form.value('kind') || 'dcat'}
          options={sourceKinds.map((kind) => ({ value: kind, label: t(`opendata.harvest.kinds.${kind}`) }))}
        />
        <TextField
          id="url"
          name="url"
          label={t('opendata.harvest.url')}
          hint={t('opendata.harvest.url_hint')}
          value={form.value('url')}
          error={form.error('url')}
          inputMode="url"
          spellcheck={false}
          width="l"
          maxLength={1_000}
          required
        />
        <TextField
          id="contact_name"
          name="contact_name"
          label={t('opendata.harvest.contact_name')}
          hint={t('opendata.harvest.contact_hint')}
          value={form.value('contact_name')}
          error={form.error('contact_name')}
          maxLength={200}
          required
        />
        <TextField
          id="contact_email"
          name="contact_email"
          label={t('opendata.harvest.contact_email')}
          value={form.value('contact_email')}
          error={form.error('contact_email')}
          inputMode="email"
          spellcheck={false}
          maxLength={200}
          required
        />
        <SelectField
          id="every"
          name="every"
          label={t('opendata.harvest.every')}
          value={form.value('every') || '24'}
          options={rhythms.map((hours) => ({ value: String(hours), label: t(`opendata.harvest.rhythm.${hours}`) }))}
        />
        <ButtonRow>
          <Button>{t('opendata.harvest.submit')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}

const tagOf = { failed: 'danger', partly: 'warning', read: 'success' } as const satisfies Record<string, TagKind>

function LastTime({ t, run }: { t: Translate; run: LastRun | undefined }) {
  if (!run) return <>{t('opendata.harvest.state.never')}</>
  const state = run.fault ? 'failed' : run.refused > 0 ? 'partly' : 'read'
  return (
    <>
      <Tag kind={tagOf[state]}>{t(`opendata.harvest.state.${state}`)}</Tag> {formatInstant(run.endedAt, t.language)}
    </>
  )
}
