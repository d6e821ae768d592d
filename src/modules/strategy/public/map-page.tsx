import { textIn } from '#kernel/i18n/language.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ScrollFrame } from '#ui/components/scroll-frame/scroll-frame.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { type Level, levels } from '../graph/node.ts'
import type { Branch } from '../graph/tree.ts'
import { box, type MapLayout } from './map-layout.ts'
import { NodeLink, type Shown } from './node-parts.tsx'
import { publicPath } from './strategy-places.ts'

type MapPageProps = Shown & {
  readonly layout: MapLayout
  readonly branches: readonly Branch[]
  /** There are more than are shown. */
  readonly isCut: boolean
  readonly level: Level | undefined
  readonly authority: string
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
}

/** Strategies, goals and projects in layers with what joins them, and the same as a list. */
export function MapPage({ t, language, href, layout, branches, isCut, level, authority, authorities }: MapPageProps) {
  return (
    <>
      <h1>{t('strategy.map.title')}</h1>
      <p>{t('strategy.map.lead')}</p>
      <form method="get" action={href('/strategy/map')} class="map-filter">
        <SelectField
          id="of"
          name="of"
          label={t('strategy.map.authority')}
          emptyLabel={t('strategy.map.all')}
          value={authority}
          options={authorities.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          id="level"
          name="level"
          label={t('strategy.map.level')}
          emptyLabel={t('strategy.map.all')}
          value={level ?? ''}
          options={levels.map((one) => ({ value: one, label: t(`strategy.level.${one}`) }))}
        />
        <ButtonRow>
          <Button variant="secondary">{t('strategy.map.show')}</Button>
        </ButtonRow>
      </form>
      {layout.boxes.length === 0 ? (
        <EmptyState title={t('strategy.map.none')} />
      ) : (
        <>
          <p class="map-lead">
            {t('strategy.map.described', { things: layout.boxes.length, joins: layout.joins.length })}
          </p>
          <ScrollFrame label={t('strategy.map.picture')} class="map-frame">
            <MapPicture {...{ t, language, href, layout }} />
          </ScrollFrame>
          {isCut && <p>{t('strategy.map.cut')}</p>}
          <h2>{t('strategy.map.list')}</h2>
          <MapList {...{ t, language, href, branches }} />
        </>
      )}
    </>
  )
}

/** For the eye and the mouse; whoever uses a keyboard or a screen reader has the list below, and no second walk through the same links. */
function MapPicture({ t, language, href, layout }: Shown & { readonly layout: MapLayout }) {
  const { boxes, joins, width, height } = layout
  return (
    <svg
      class="strategy-map"
      aria-hidden="true"
      viewBox={`-4 -4 ${width + 8} ${height + 8}`}
      width={width + 8}
      height={height + 8}
    >
      {joins.map(({ edge, path }) => (
        <path key={edge.id} class={`map-join map-${edge.kind}`} d={path} />
      ))}
      {boxes.map(({ node, x, y, lines }) => (
        <a key={node.id} href={href(publicPath(node))} tabIndex={-1}>
          <title>{`${textIn(node.title, language)} (${t(`strategy.kind.${node.kind}`)})`}</title>
          <rect class={`map-box map-${node.kind}`} x={x} y={y} width={box.width} height={box.height} rx="6" />
          {lines.map((line, index) => (
            <text key={index} class="map-text" x={x + 10} y={y + (lines.length === 1 ? 28 : 20 + index * 17)}>
              {line}
            </text>
          ))}
        </a>
      ))}
    </svg>
  )
}

function MapList({ t, language, href, branches }: Shown & Pick<MapPageProps, 'branches'>) {
  return (
    <ul class="goal-tree">
      {branches.map(({ node, children }) => (
        <li key={node.id}>
          <NodeLink {...{ t, language, href }} node={node} />
          {children.length > 0 && <MapList {...{ t, language, href }} branches={children} />}
        </li>
      ))}
    </ul>
  )
}
