import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { readDay } from '../../desk/day-fields.ts'
import { authorityOfProjects, refuseReaders, steeringAnswer } from '../../desk/desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from '../../desk/edit.ts'
import type { FieldValues } from '../../desk/versions.ts'
import type { Node } from '../../graph/node.ts'
import { findNode } from '../../graph/queries.ts'
import { claimRevision } from '../../graph/write-node.ts'
import { facets } from '../profile.ts'
import { findProfile, putProfile, type StoredProfile } from '../profile-queries.ts'
import { allTerms, termsOf } from '../stored.ts'
import { ProfilePage, profilesPath } from './profile-page.tsx'

/** Where the office that runs a project says what it can have in common with others. */
export function profileRoutes(): Route[] {
  return [
    get(`${profilesPath}/:slug`, { permission: 'strategy.project.read' }, (scope, request) => show(scope, request, {})),
    post(`${profilesPath}/:slug`, { permission: 'strategy.project.edit' }, keep),
  ]
}

async function readAsked(scope: Scope, request: Request): Promise<Node> {
  const node = await findNode(scope, authorityOfProjects(request), request.params.slug ?? '')
  if (node?.kind !== 'project') throw new NotFoundError('no such project')
  await refuseReaders(scope, request, node)
  return node
}

/** A profile as the fields of its form. */
function valuesOf({ terms, tenderOn }: StoredProfile): FieldValues {
  const [year = '', month = '', day = ''] = (tenderOn ?? '').split('-')
  return {
    ...Object.fromEntries(facets.map((facet) => [facet, (terms[facet] ?? []).join(', ')])),
    'tender.day': day,
    'tender.month': month,
    'tender.year': year,
  }
}

type Shown = { readonly edit?: Edit; readonly status?: number }

async function readStored(scope: Scope, request: Request) {
  const project = await readAsked(scope, request)
  return { project, values: valuesOf(await findProfile(scope, project)), revision: project.revision }
}

async function show(scope: Scope, request: Request, { edit, status }: Shown): Promise<Answer> {
  const { t, language, query } = request
  const { project, values } = await readStored(scope, request)
  const body = (
    <ProfilePage
      {...deskPage(request)}
      {...{ language, project }}
      edit={edit ?? startEdit(t, values)}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.synergies.profile'), body }, status)
}

async function keep(scope: Scope, request: Request): Promise<Answer> {
  const { project, values } = await readStored(scope, request)
  const form = new FormReading(request.t, request.form)
  const isBlank = Object.values(form.dayParts('tender')).every((part) => part === '')
  const tenderOn = isBlank ? undefined : readDay(form, 'tender')
  if (!form.isSound) return show(scope, request, { edit: sentEdit(request, form, Object.keys(values)), status: 422 })
  const terms = allTerms((facet) => termsOf(form.value(facet)))
  return keepEdit(request, {
    form,
    work: async (writing, revision) => {
      await claimRevision(writing, project, revision)
      await putProfile(writing, { key: project, audience: project.audience, terms, tenderOn })
    },
    read: () => readStored(scope, request),
    done: () =>
      seeOther(toDone(request.href(`${profilesPath}/${project.slug}?authority=${project.authorityId}&done=saved`))),
    show: (edit, status) => show(scope, request, { edit, status }),
  })
}
