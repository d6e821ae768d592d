import { formatInstant } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { SearchBox } from '#ui/components/search-box/search-box.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { seriesPath } from '../catalogue/addresses.ts'
import { frequencyLabels, themeLabels } from '../catalogue/vocabularies.ts'
import { longestReason } from '../workbench/bench-page.tsx'
import { benchPath, FormFaults, StateTag, seriesDeskPath } from '../workbench/bench-parts.tsx'
import type { BenchSeries } from './bench.ts'
import type { Choosable } from './bench-queries.ts'
import { SeriesStateTag } from './desk-list-page.tsx'

export type SeriesDeskProps = DeskPage & {
  readonly bench: BenchSeries
  readonly authorityName: string
  readonly form: FormReading
  /** In the order that was chosen. */
  readonly chosen: readonly Choosable[]
  readonly choices: readonly Choosable[]
  readonly hasMoreChoices: boolean
  /** What the data sets to choose from were looked for by. */
  readonly words: string
  /** Whether she submitted it herself: then somebody else publishes it. */
  readonly isOwn: boolean
  readonly done: string | undefined
}

/** A series at the desk: where it stands, what comes next, which data sets belong to it, and what is said of it. */
export function SeriesDeskPage(props: SeriesDeskProps) {
  const { t, href, bench, form, done } = props
  return (
    <>
      <BackLink t={t} href={href(`${seriesDeskPath}?authority=${bench.authorityId}`)} />
      <h1>{textIn(bench.metadata.title, t.language)}</h1>
      {done !== undefined && <DoneNotice title={t(`opendata.series.done.${done}`)} />}
      <FormFaults t={t} form={form} />
      <p>
        <SeriesStateTag t={t} state={bench.state} />{' '}
        {t('opendata.desk.changed_at', { at: formatInstant(bench.changedAt, t.language), name: props.authorityName })}
      </p>
      {bench.state !== 'draft' && (
        <p>
          <a class="ds-link" href={href(seriesPath(bench))}>
            {t('opendata.desk.see_public')}
          </a>
        </p>
      )}
      <Steps {...props} />
      <Chosen {...props} />
      {isEditable(props) && <Choices {...props} />}
      <About {...props} />
      {isEditable(props) && bench.state === 'draft' && <Deletion {...props} />}
    </>
  )
}

/** Of a series that was never public. */
function Deletion(props: SeriesDeskProps) {
  const { t } = props
  return (
    <Details summary={t('opendata.series.desk.delete')}>
      <p>{t('opendata.series.desk.delete_text')}</p>
      <form method="post" action={`${pathOf(props)}/deletion`}>
        <Button color="danger" variant="secondary">
          {t('opendata.series.desk.delete_now')}
        </Button>
      </form>
    </Details>
  )
}

const isEditable = ({ bench }: SeriesDeskProps): boolean => bench.origin === 'steward'

const pathOf = ({ href, bench }: SeriesDeskProps): string => href(`${seriesDeskPath}/${bench.id}`)

function Steps(props: SeriesDeskProps) {
  const { t, bench, chosen, isOwn } = props
  const isWaiting = isEditable(props) && bench.state !== 'published'
  const isReady = isWaiting && chosen.length > 0
  const next = isOwn ? undefined : bench.submittedBy === null ? 'submit' : 'publish'
  const canWithdraw = bench.state === 'published' || bench.state === 'changed'
  return (
    <>
      {!isEditable(props) && (
        <Alert kind="info">
          <p>{t(`opendata.series.desk.origin_text.${bench.origin}`)}</p>
        </Alert>
      )}
      {isWaiting && chosen.length === 0 && <p>{t('opendata.series.desk.choose_first')}</p>}
      {isReady && next !== 'submit' && (
        <Alert kind="info">
          <p>{t(`opendata.series.desk.${isOwn ? 'somebody_else' : 'second'}`)}</p>
        </Alert>
      )}
      {isReady && next && (
        <div class="button-row">
          <form method="post" action={`${pathOf(props)}/${next === 'submit' ? 'submission' : 'publication'}`}>
            <input type="hidden" name="revision" value={String(bench.revision)} />
            <Button>{t(`opendata.desk.step.${next}`)}</Button>
          </form>
        </div>
      )}
      {canWithdraw && <Withdrawal {...props} />}
    </>
  )
}

/** Taken back with a reason or without; whoever comes to its address reads it. */
function Withdrawal(props: SeriesDeskProps) {
  const { t, form } = props
  const name = 'withdrawal_reason'
  return (
    <Details summary={t('opendata.desk.step.withdraw')} isOpen={form.error(name) !== undefined}>
      <form method="post" action={`${pathOf(props)}/withdrawal`} noValidate>
        <TextArea
          t={t}
          id={name}
          name={name}
          label={t('opendata.desk.step.reason')}
          hint={t('opendata.series.desk.withdraw_hint')}
          rows={3}
          maxLength={longestReason}
          value={form.value(name)}
          {...errorOf(form, name)}
        />
        <ButtonRow>
          <Button variant="secondary" color="danger">
            {t('opendata.desk.step.withdraw')}
          </Button>
        </ButtonRow>
      </form>
    </Details>
  )
}

function Chosen(props: SeriesDeskProps) {
  const { t, href, bench, chosen } = props
  const canMove = isEditable(props) && bench.metadata.order !== 'temporal'
  const button = (one: Choosable, noun: string, word: string, value?: string) => (
    <form method="post" action={`${pathOf(props)}/data-sets/${one.id}/${noun}`}>
      <Button variant="tertiary" {...(value !== undefined && { name: 'direction', value })}>
        {t(`opendata.series.desk.${word}`)} <span class="ds-sr-only">{one.title}</span>
      </Button>
    </form>
  )
  return (
    <>
      <h2 id="chosen">{t('opendata.series.desk.chosen')}</h2>
      <p>{t(`opendata.series.desk.order_text.${bench.metadata.order}`)}</p>
      {chosen.length > 0 && (
        <Table
          caption={t('opendata.series.desk.chosen')}
          hideCaption
          folds
          head={[
            t('opendata.desk.column.title'),
            t('opendata.desk.column.state'),
            { text: t('opendata.series.desk.actions'), isAction: true },
          ]}
          rows={chosen.map((one, at) => [
            <a key="title" class="ds-link" href={href(`${benchPath}/${one.id}`)}>
              {one.title}
            </a>,
            <StateTag key="state" t={t} state={one.state} />,
            isEditable(props) && (
              <div key="actions" class="series-moves">
                {canMove && at > 0 && button(one, 'move', 'up', 'up')}
                {canMove && at < chosen.length - 1 && button(one, 'move', 'down', 'down')}
                {button(one, 'removal', 'leave_out')}
              </div>
            ),
          ])}
        />
      )}
    </>
  )
}

function Choices(props: SeriesDeskProps) {
  const { t, form, choices, words, hasMoreChoices } = props
  return (
    <section aria-labelledby="choices">
      <h2 id="choices">{t('opendata.series.desk.choose')}</h2>
      <SearchBox
        t={t}
        action={`${pathOf(props)}#choices`}
        name="q"
        value={words}
        label={t('opendata.series.desk.find')}
        hint={t('opendata.series.desk.find_hint')}
      />
      {choices.length === 0 ? (
        <p>{t('opendata.series.desk.no_choices')}</p>
      ) : (
        <form method="post" action={`${pathOf(props)}/data-sets`} noValidate>
          <CheckboxGroup
            id="data_set"
            name="data_set"
            label={t('opendata.series.desk.choices')}
            values={form.values('data_set')}
            options={choices.map(({ id, title, state }) => ({
              value: id,
              label: title,
              hint: t(`opendata.desk.state.${state}`),
            }))}
            {...errorOf(form, 'data_set')}
          />
          {hasMoreChoices && <p>{t('opendata.series.desk.more_choices')}</p>}
          <ButtonRow>
            <Button variant="secondary">{t('opendata.series.desk.add')}</Button>
          </ButtonRow>
        </form>
      )}
    </section>
  )
}

function About(props: SeriesDeskProps) {
  const { t, bench } = props
  const { metadata } = bench
  const change = (anchor: string) =>
    isEditable(props)
      ? { changeHref: `${pathOf(props)}/metadata#${anchor}`, changeLabel: t('opendata.desk.change') }
      : {}
  const row = (key: string, value: string, anchor: string) => ({ key, value, ...change(anchor) })
  const { contact } = metadata
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t('opendata.series.desk.about')}</h2>
      <SummaryList
        rows={[
          row(t('opendata.desk.field.title'), textIn(metadata.title, t.language), 'title.de'),
          row(t('opendata.desk.field.description'), textIn(metadata.description, t.language), 'description.de'),
          row(t('opendata.series.order'), t(`opendata.series.orders.${metadata.order}`), 'order'),
          row(
            t('opendata.desk.field.themes'),
            metadata.themes.map((theme) => textIn(themeLabels[theme], t.language)).join(', '),
            'themes',
          ),
          row(t('opendata.desk.field.frequency'), textIn(frequencyLabels[metadata.frequency], t.language), 'frequency'),
          row(
            t('opendata.desk.field.contact'),
            `${textIn(contact.name, t.language)}, ${contact.email}`,
            'contact.name.de',
          ),
        ]}
      />
    </section>
  )
}
