import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { Versions } from '../../desk/both-versions.tsx'
import { attempt, authorityOf, revisionOf, steeringAnswer } from '../../desk/desk-context.ts'
import { type FieldValues, mergeVersions, wasName } from '../../desk/versions.ts'
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
    get(`${profilesPath}/:slug`, { permission: 'strategy.record.read' }, (scope, request) => show(scope, request, {})),
    post(`${profilesPath}/:slug`, { permission: 'strategy.synergy.edit' }, keep),
  ]
}

async function readAsked(scope: Scope, request: Request): Promise<Node> {
  const node = await findNode(scope, authorityOf(request), request.params.slug ?? '')
  if (node?.kind !== 'project') throw new NotFoundError('no such project')
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

type Shown = {
  readonly form?: FormReading
  readonly was?: FieldValues
  readonly versions?: Versions
  readonly status?: number
}

async function show(scope: Scope, request: Request, { form, was, versions, status }: Shown): Promise<Answer> {
  const { t, language, query } = request
  const project = await readAsked(scope, request)
  const stored = valuesOf(await findProfile(scope, project))
  const body = (
    <ProfilePage
      {...deskPage(request)}
      {...{ language, project, versions }}
      form={form ?? FormReading.blank(t, stored)}
      was={was ?? stored}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.synergies.profile'), body }, status)
}

/** Saves; whoever comes second is shown both versions, with what only the other changed already taken over. */
async function keep(scope: Scope, request: Request): Promise<Answer> {
  const { t, form: body } = request
  const project = await readAsked(scope, request)
  const form = new FormReading(t, body)
  const isBlank = Object.values(form.dayParts('tender')).every((part) => part === '')
  const tenderOn = isBlank ? undefined : form.day('tender')
  const read = (nameOf: (field: string) => string) =>
    Object.fromEntries(Object.keys(valuesOf({ terms: {}, tenderOn })).map((one) => [one, body.get(nameOf(one)) ?? '']))
  const was = read(wasName)
  if (!form.isSound) return show(scope, request, { form, was, status: 422 })
  const terms = allTerms((facet) => termsOf(form.value(facet)))
  const refused = await attempt(request, async (writing) => {
    await claimRevision(writing, project, revisionOf(request))
    await putProfile(writing, { key: project, audience: project.audience, terms, tenderOn })
  })
  if (!refused)
    return seeOther(toDone(request.href(`${profilesPath}/${project.slug}?authority=${project.authorityId}&done=saved`)))
  if (refused.status !== 412) {
    form.refusal = refused.refusal
    return show(scope, request, { form, was, status: refused.status })
  }
  const saved = valuesOf(await findProfile(scope, project))
  const typed = read((field) => field)
  const merged = mergeVersions(was, typed, saved)
  const versions = { merged, was, typed, saved }
  return show(scope, request, { form: FormReading.blank(t, merged.values), was: saved, versions, status: 412 })
}
