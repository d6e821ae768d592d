import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage } from '#modules/egovernment/public.ts'
import { listNodes } from '../graph/queries.ts'
import { CockpitPage } from './cockpit-page.tsx'
import { authorityOf, deskPath, steeringAnswer } from './desk-context.ts'

/** Where the office that steers begins its day. */
export function cockpitRoutes(kernel: Kernel): Route[] {
  return [
    get(deskPath, { permission: 'strategy.record.read' }, (scope, request) => showCockpit(scope, request, kernel)),
  ]
}

async function showCockpit(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const projects = await listNodes(scope, { kind: 'project', authorityId })
  const body = (
    <CockpitPage
      {...deskPage(request)}
      language={request.language}
      authorityName={authorities.nameOf(authorityId, request.language)}
      projects={projects}
    />
  )
  return steeringAnswer(scope, request, { title: request.t('strategy.desk.title'), body })
}
