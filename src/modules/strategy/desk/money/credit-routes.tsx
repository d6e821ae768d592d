import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { findNodeByKey } from '../../graph/queries.ts'
import { putCredit } from '../../money/put-credit.ts'
import { listBases, listCredits, listMonths, listToldCredits, listTranches, listYears } from '../../money/queries.ts'
import { attempt, authorityOfProjects, deskPath, steeringAnswer } from '../desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from '../edit.ts'
import { creditValues, readCredit } from './credit-form.tsx'
import { CreditPage } from './credit-page.tsx'
import { CreditsPage } from './credits-page.tsx'

const reads = { permission: 'strategy.project.read' } as const
const edits = { permission: 'strategy.record.edit' } as const
const path = `${deskPath}/credits`
const perPage = 50

/** The credits of an authority, and each with how it is used up. */
export function creditRoutes(kernel: Kernel): Route[] {
  return [
    get(path, reads, (scope, request) => showCredits(scope, request, kernel, FormReading.blank(request.t))),
    post(path, edits, (scope, request) => makeCredit(scope, request, kernel)),
    get(`${path}/:slug`, reads, (scope, request) => showCredit(scope, request, {})),
    post(`${path}/:slug`, edits, keepCredit),
  ]
}

async function showCredits(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, language, query, href } = request
  const authorityId = authorityOfProjects(request)
  const [found, told, bases] = await Promise.all([
    listCredits(scope, { authorityId, after: query.get('after'), limit: perPage + 1 }),
    listToldCredits(scope, authorityId),
    listBases(scope, { authorityId }),
  ])
  const credits = found.slice(0, perPage)
  const body = (
    <CreditsPage
      {...deskPage(request)}
      {...{ language, authorityId, credits, bases, told, form }}
      authorityName={authorities.nameOf(authorityId, language)}
      nextHref={
        found.length > perPage
          ? href(`${path}?authority=${authorityId}&after=${credits.at(-1)?.slug ?? ''}`)
          : undefined
      }
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.money.title'), body }, status)
}

async function makeCredit(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const authorityId = authorityOfProjects(request)
  const name = form.value('slug').trim()
  if (!isSlug(name)) form.fail('slug', 'strategy.goals.error.slug')
  const credit = readCredit(form)
  if (!credit) return showCredits(scope, request, kernel, form, 422)
  const refused = await attempt(request, (writing) =>
    putCredit(writing, { authorityId, slug: name, existing: undefined, ...credit }),
  )
  if (!refused) return seeOther(toDone(request.href(`${path}/${name}?authority=${authorityId}&done=saved`)))
  form.refusal = refused.refusal
  return showCredits(scope, request, kernel, form, refused.status)
}

async function readAsked(scope: Scope, request: Request) {
  const [credit] = await listCredits(scope, {
    authorityId: authorityOfProjects(request),
    name: request.params.slug ?? '',
  })
  const node = credit && (await findNodeByKey(scope, credit))
  if (!credit || !node) throw new NotFoundError('no such credit')
  return { credit, node }
}

async function readStored(scope: Scope, request: Request) {
  const { credit, node } = await readAsked(scope, request)
  const [tranches, bases] = await Promise.all([listTranches(scope, credit), listBases(scope, credit)])
  const values = creditValues(request.t, { credit, node, tranches, bases })
  const whole = bases.find(({ id }) => id === credit.partOf)?.title
  const others = bases.filter(({ id }) => id !== credit.id)
  return { credit, node, tranches, bases: others, whole, values, revision: node.revision }
}

async function showCredit(
  scope: Scope,
  request: Request,
  { edit, status }: { edit?: Edit; status?: number },
): Promise<Answer> {
  const { t, language, query } = request
  const { credit, tranches, bases, whole, values } = await readStored(scope, request)
  const { authorityId, id } = credit
  const [supplements, months, years] = await Promise.all([
    listCredits(scope, { authorityId, addsTo: id }),
    listMonths(scope, credit, 'credit_id'),
    listYears(scope, credit, 'credit_id'),
  ])
  const body = (
    <CreditPage
      {...deskPage(request)}
      {...{ language, credit, months, years, tranches, supplements, bases, whole }}
      edit={edit ?? startEdit(t, values)}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(credit.title, language), body }, status)
}

async function keepCredit(scope: Scope, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const { credit, node, values } = await readStored(scope, request)
  const read = readCredit(form)
  if (!read) return showCredit(scope, request, { edit: sentEdit(request, form, Object.keys(values)), status: 422 })
  const { authorityId, slug } = credit
  return keepEdit(request, {
    form,
    read: () => readStored(scope, request),
    work: (writing, revision) => putCredit(writing, { authorityId, slug, existing: { node, revision }, ...read }),
    done: () => seeOther(toDone(request.href(`${path}/${slug}?authority=${authorityId}&done=saved`))),
    show: (edit, status) => showCredit(scope, request, { edit, status }),
  })
}
