import type { Outline } from '#kernel/authorities/boundaries.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { functions } from '../chart/chart-plan.ts'
import { Embed } from '../chart/embed.tsx'
import { numberText } from '../look/cell-text.ts'
import type { LookProps } from '../look/look-page.tsx'
import { type Drawn, lookParameters, lookPath } from '../look/look-wish.ts'
import { FilterForm } from '../look/table-view.tsx'
import { TimeField } from '../look/time-field.tsx'
import type { TimeChoice } from '../look/time-wish.ts'
import { classesOf, type ValueClass } from './classes.ts'
import type { MapPlan } from './map-plan.ts'
import { MapDrawing, shadeOf, viewOf } from './map-svg.tsx'
import type { MapData } from './read-map.ts'

type Props = LookProps & { data: MapData; outlines: readonly Outline[]; svgHref: string; time: TimeChoice | undefined }

/** A map of the table with its key, and the same as a list. */
export function MapView({ data, outlines, svgHref, ...props }: Props) {
  const { t, base, wish, nameOfMunicipality } = props
  const isEmpty = data.areas.length === 0 && data.shapes.length === 0
  const classes = classesOf(data.areas.map(({ value }) => value))
  const { width, height } = viewOf(outlines, data)
  return (
    <>
      <FilterForm {...props} />
      {isEmpty ? (
        <EmptyState title={t('opendata.map.nothing')} icon="Compass" />
      ) : (
        <figure class="chart map">
          <h2>{data.title}</h2>
          <div class="map-frame">
            <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={data.title}>
              <MapDrawing
                data={data}
                outlines={outlines}
                classes={classes}
                nameOf={nameOfMunicipality}
                nothing={t('opendata.map.no_value')}
              />
            </svg>
            {data.areas.length > 0 && <MapKey classes={classes} data={data} t={t} />}
          </div>
          <figcaption>
            <MapNotes data={data} t={t} />
          </figcaption>
        </figure>
      )}
      {data.plan.kind === 'areas' && <MapForm {...props} plan={data.plan} />}
      {data.areas.length > 0 && (
        <Details summary={t('opendata.chart.as_table')} isOpen={data.areas.length <= 20}>
          <div class="map-table">
            <Table
              caption={data.title}
              head={[
                t('opendata.map.municipality'),
                { text: data.unit ?? t('opendata.chart.setting.y'), isNumeric: true },
              ]}
              rows={data.areas.map(({ name, value }) => [name, numberText(value)])}
            />
          </div>
        </Details>
      )}
      {data.shapes.length > 0 && (
        <p>
          <a href={lookPath(base, { ...wish, drawn: {} }, { view: 'table' })}>{t('opendata.map.as_table')}</a>
        </p>
      )}
      {!isEmpty && <Embed svgHref={svgHref} title={data.title} t={t} />}
    </>
  )
}

function MapKey({ classes, data, t }: { classes: readonly ValueClass[]; data: MapData; t: Translate }) {
  return (
    <ul class="map-key" aria-label={t('opendata.map.key')}>
      {classes.map((one, at) => (
        <li key={at}>
          <svg viewBox="0 0 20 14" aria-hidden="true" focusable="false">
            <rect class={`map-${shadeOf(at, classes.length)}`} width="20" height="14" />
          </svg>
          {classText(one, classes.length, t)} {data.unit}
        </li>
      ))}
      <li>
        <svg viewBox="0 0 20 14" aria-hidden="true" focusable="false">
          <rect class="map-none" width="20" height="14" />
        </svg>
        {t('opendata.map.no_value')}
      </li>
    </ul>
  )
}

/** `1'000 bis unter 2'000`, and for the last one `2'000 und mehr`. */
export function classText({ from, to }: ValueClass, count: number, t: Translate): string {
  if (count === 1) return t('opendata.map.from', { from: numberText(from) })
  return to === undefined
    ? t('opendata.map.from', { from: numberText(from) })
    : t('opendata.map.from_to', { from: numberText(from), to: numberText(to) })
}

function MapNotes({ data, t }: { data: MapData; t: Translate }) {
  const merged = data.merged.map(({ from, to }) => t('opendata.map.merged_one', { from, to })).join(', ')
  return (
    <>
      {data.merged.length > 0 &&
        (data.merged.length > 4 ? (
          <Details summary={t('opendata.map.merged')}>{merged}.</Details>
        ) : (
          <p>
            {t('opendata.map.merged')}: {merged}.
          </p>
        ))}
      {data.strangers > 0 && <p>{t('opendata.map.strangers', { count: data.strangers })}</p>}
      {data.isCut && <p>{t('opendata.chart.note.first_rows')}</p>}
      <p>{t('opendata.map.boundaries')}</p>
    </>
  )
}

function MapForm({
  plan,
  time,
  ...props
}: LookProps & { plan: MapPlan & { kind: 'areas' }; time: TimeChoice | undefined }) {
  const { version, wish, base, language, t } = props
  const kept = lookParameters({ ...wish, drawn: {}, after: undefined })
  const field = (name: Drawn) => ({ id: `map-${name}`, name, label: t(`opendata.chart.setting.${name}`) })
  const numbers = version.columns.filter(({ type }) => type === 'integer' || type === 'number')
  return (
    <form method="get" action={base}>
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div class="chart-settings">
        <SelectField
          {...field('y')}
          value={plan.y?.name ?? '_rows'}
          options={[
            { value: '_rows', label: t('opendata.chart.rows') },
            ...numbers.map(({ name, title }) => ({ value: name, label: textIn(title, language) })),
          ]}
        />
        <SelectField
          {...field('fn')}
          value={plan.fn}
          options={functions.map((fn) => ({ value: fn, label: t(`opendata.chart.fn.${fn}`) }))}
        />
        {time && <TimeField time={time} {...props} />}
      </div>
      <ButtonRow>
        <Button variant="secondary">{t('opendata.map.draw')}</Button>
      </ButtonRow>
    </form>
  )
}
