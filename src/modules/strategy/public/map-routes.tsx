import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listEdgesWithin, listNodesOfKinds, mostNodes } from '../graph/edge-queries.ts'
import { levels, nodeKinds } from '../graph/node.ts'
import { treeOf } from '../graph/tree.ts'
import { forEverybody } from '../permissions.ts'
import { strategyCrumbs } from './goal-routes.tsx'
import { layOut, mapKinds } from './map-layout.ts'
import { MapPage } from './map-page.tsx'

/** The strategy map: of all authorities, of one, or of one level. */
export function mapRoutes(kernel: Kernel): Route[] {
  return [get('/strategy/map', forEverybody, (scope, request) => showMap(scope, request, kernel))]
}

/** More could not be told apart in a picture. */
const mostOnMap = 300

async function showMap(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, href, query, today } = request
  const level = levels.find((one) => one === query.get('level'))
  const all = await listNodesOfKinds(scope, mapKinds, request.authorityId)
  const keepers = [...new Set(all.map(({ authorityId }) => authorityId))]
  const of = keepers.find((id) => id === query.get('of'))
  const chosen = all
    .filter((node) => (of === undefined || node.authorityId === of) && (level === undefined || node.level === level))
    .toSorted((one, other) => nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind))
  const nodes = chosen.slice(0, mostOnMap)
  const edges = (await listEdgesWithin(scope, nodes, today)).filter(({ kind }) => kind !== 'depends_on')
  const title = t('strategy.map.title')
  const names = keepers.map((id) => ({ id, name: authorities.nameOf(id, language) }))
  const body = (
    <MapPage
      {...{ t, language, href, level }}
      isCut={chosen.length > mostOnMap || all.length >= mostNodes}
      layout={layOut(nodes, edges, (node) => textIn(node.title, language))}
      branches={treeOf(nodes, edges)}
      authority={of ?? ''}
      authorities={names}
    />
  )
  return page({ title, shell: 'public', breadcrumbs: strategyCrumbs(request, title), body })
}
