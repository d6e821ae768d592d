import { formatPeriod, type IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Node } from '../graph/node.ts'
import { DefinitionVersions } from '../indicators/definition-changes.tsx'
import { type Definition, holding, type Observation, standingOf } from '../indicators/indicator.ts'
import { Contract, CourseLine, Figure, Series, StandingTag } from '../indicators/indicator-parts.tsx'
import { AudienceMark, NodeLink, type Shown, Sources, StandingMark } from './node-parts.tsx'

type IndicatorsPageProps = Shown & {
  readonly today: IsoDate
  readonly nodes: readonly Node[]
  readonly definitions: ReadonlyMap<string, Definition>
  readonly latest: ReadonlyMap<string, Observation>
}

export function IndicatorsPage(props: IndicatorsPageProps & { readonly nextHref: string | undefined }) {
  const { t, nextHref } = props
  return (
    <>
      <h1>{t('strategy.indicators.title')}</h1>
      <p>{t('strategy.indicators.lead')}</p>
      {props.nodes.length === 0 ? <EmptyState title={t('strategy.indicators.none')} /> : <IndicatorTable {...props} />}
      <Pagination t={t} {...(nextHref !== undefined && { nextHref })} />
    </>
  )
}

type IndicatorTableProps = IndicatorsPageProps & {
  /** Where there are several of them on a page. */
  readonly caption?: string
}

/** What was measured last, with how it stands. */
export function IndicatorTable(props: IndicatorTableProps) {
  const { t, language, href, today, nodes, definitions, latest, caption = t('strategy.indicators.title') } = props
  return (
    <Table
      caption={caption}
      hideCaption
      folds
      head={[
        t('strategy.kind.indicator'),
        t('strategy.indicators.latest'),
        t('strategy.indicators.period'),
        t('strategy.indicators.stands'),
      ]}
      rows={nodes.flatMap((node) => {
        const [definition, figure] = [definitions.get(node.id), latest.get(node.id)]
        if (!definition) return []
        return [
          [
            <NodeLink key="name" {...{ t, language, href, node }} />,
            figure ? <Figure key="figure" {...{ t, language, figure }} /> : '–',
            figure ? formatPeriod(figure.period, language) : '–',
            <StandingTag key="standing" t={t} standing={standingOf(definition, figure, today)} />,
          ],
        ]
      })}
    />
  )
}

type IndicatorPageProps = Shown & {
  readonly today: IsoDate
  readonly node: Node
  readonly definitions: readonly Definition[]
  readonly figures: readonly Observation[]
  readonly series: readonly string[]
  readonly wanted: string
  readonly seriesName: (series: string) => string
  readonly measured: readonly Node[]
}

export function IndicatorPage(props: IndicatorPageProps) {
  const { t, language, href, today, node, definitions, figures, series, wanted, seriesName, measured } = props
  const [definition] = definitions
  const latest = holding(figures).at(-1)
  const title = textIn(node.title, language)
  return (
    <>
      <p class="goal-kind">{t('strategy.kind.indicator')}</p>
      <h1>{title}</h1>
      {definition && (
        <p>
          {wanted === '' && <StandingTag t={t} standing={standingOf(definition, latest, today)} />}
          <StandingMark t={t} node={node} />
          <AudienceMark t={t} node={node} />{' '}
          {latest && (
            <strong>
              <Figure {...{ t, language }} figure={latest} /> ({formatPeriod(latest.period, language)})
            </strong>
          )}{' '}
          {wanted === '' && <CourseLine {...{ t, language, definition, latest, today }} />}
        </p>
      )}
      {definition && !latest && (
        <p>{t(`strategy.indicators.explained.${definition.source ? 'no_figure' : 'not_measured'}`)}</p>
      )}
      {series.length > 1 && (
        <form method="get" class="map-filter">
          <SelectField
            id="series"
            name="series"
            label={t('strategy.indicators.series')}
            value={wanted}
            options={series.map((one) => ({ value: one, label: seriesName(one) }))}
          />
          <ButtonRow>
            <Button variant="secondary">{t('strategy.map.show')}</Button>
          </ButtonRow>
        </form>
      )}
      <Series
        {...{ t, language, definitions, figures }}
        title={series.length > 1 ? `${title}: ${seriesName(wanted)}` : title}
        nameOf={() => t('strategy.indicators.authority')}
      />
      {definition && (
        <>
          <h2>{t('strategy.indicators.contract')}</h2>
          <Contract {...{ t, language, definition }} />
          <DefinitionVersions {...{ t, language, definitions }} />
        </>
      )}
      {measured.length > 0 && (
        <>
          <h2>{t('strategy.indicators.measures')}</h2>
          <ul>
            {measured.map((one) => (
              <li key={one.id}>
                <NodeLink {...{ t, language, href }} node={one} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t('strategy.page.sources')}</h2>
      <Sources {...{ t, language }} sources={node.sources} />
    </>
  )
}
