import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { staffIn } from '../desk/case-file.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { attempt } from '../desk/desk-steps.ts'
import { FormReading, refusalText } from '../desk/form-reading.ts'
import { findOfferToday, readCatalogue } from '../services/catalogue.ts'
import { leads } from './let-go.ts'
import { keptAt } from './queries.ts'
import { endRule, listRules, longestSource, setRule } from './retention-rules.ts'
import { RulePage } from './rule-page.tsx'

const path = '/desk/retention/rules/:service'
const sets = { permission: 'egovernment.retention.set_rule' } as const

/** How long an authority keeps the cases of a service, where the service leaves it to the authority. */
export const ruleRoutes: Route[] = [
  get(path, sets, async (reading, request) => {
    const scope = staffIn(reading)
    const found = await findService(scope, request)
    const { years, source } = found.rule ?? {}
    const values = { years: years === undefined ? '' : `${years}`, source: source ?? '' }
    return show(scope, request, found, FormReading.blank(request.t, values))
  }),
  // Shorter is sooner gone for good: whoever sets it shows again that it is her.
  post(path, { ...sets, freshSignIn: 15 }, async (reading, request) => {
    const scope = staffIn(reading)
    const found = await findService(scope, request)
    const form = new FormReading(request.t, request.form)
    if (!found.range) {
      form.refusal = request.t('egovernment.retention.rule.error.not_allowed')
      return show(scope, request, found, form, 422)
    }
    const years = form.wholeNumber('years', found.range)
    const source = form.text('source')
    if (source !== undefined && source.length > longestSource)
      form.fail('source', 'egovernment.desk.error.long', { most: longestSource })
    if (years === undefined || source === undefined || !form.isSound) return show(scope, request, found, form, 422)
    const { authorityId, serviceId } = found
    const refusal = await attempt(scope, request, (writing) =>
      setRule(writing, { authorityId, serviceId, years, source }),
    )
    if (!refusal) return seeOther(toDone(request.href(`${listHref(found)}&done=rule_set`)))
    form.refusal = refusalText(request.t, refusal)
    return show(scope, request, found, form, refusal.status)
  }),
  post(`${path}/end`, { ...sets, freshSignIn: 15 }, async (reading, request) => {
    const scope = staffIn(reading)
    const found = await findService(scope, request)
    await request.writeAs(scope.actor, (writing) => endRule(writing, found))
    return seeOther(toDone(request.href(`${listHref(found)}&done=rule_ended`)))
  }),
]

type Found = Awaited<ReturnType<typeof findService>>

/** A service that leaves it to an authority which she leads, or once did and has a rule from then. Throws 404 for any other. */
async function findService(scope: Scope<StaffActor>, { params, query }: Request) {
  const authorityId = keptAt(scope.actor).find((id) => id === query.get('authority') && leads(scope, id))
  const serviceId = params.service ?? ''
  if (!authorityId || !isSlug<'service'>(serviceId)) throw new NotFoundError('no such service')
  const offer = await findOfferToday(scope, serviceId, authorityId)
  const definition = (offer ?? (await readCatalogue(scope)).find(serviceId))?.definition
  const range = offer?.definition.retentionRange
  const rule = (await listRules(scope, authorityId)).find((one) => one.serviceId === serviceId)
  if (!definition || (!range && !rule)) throw new NotFoundError('nothing to set')
  return { authorityId, serviceId, definition, range, rule }
}

async function show(
  scope: Scope<StaffActor>,
  request: Request,
  found: Found,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { definition, range, rule, serviceId, authorityId } = found
  const { t, href } = request
  const body = (
    <RulePage
      {...{ ...deskPage(request), definition, range, rule, form }}
      title={textIn(definition.title, request.language)}
      backHref={href(listHref(found))}
      endHref={href(`/desk/retention/rules/${serviceId}/end?authority=${authorityId}`)}
    />
  )
  const nav = deskNav(request, await readNav(scope), 'retention')
  return deskAnswer({ title: t('egovernment.retention.rule.title'), body, nav }, status)
}

const listHref = ({ authorityId }: { readonly authorityId: AuthorityId }) => `/desk/retention?authority=${authorityId}`
