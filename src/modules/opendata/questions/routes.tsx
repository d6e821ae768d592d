import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, TooManyError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { correspondence } from '../addressees/addressee.ts'
import { framed, stale } from '../addressees/answers.tsx'
import { readKnownAsker } from '../addressees/asker.ts'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { findPublished } from '../catalogue/queries.ts'
import { askQuestion, confirmQuestion } from './ask-question.ts'
import { findToConfirm, listPublicQuestions } from './queries.ts'
import { type Faults, readQuestion, type TypedQuestion } from './question-form.ts'
import { ConfirmQuestionPage, QuestionsPage, questionsPath } from './question-pages.tsx'

const asks = { permission: 'opendata.question.ask' } as const
const perPage = 20

/** Questions about a data set: those that are public, the form for a new one, and the link that proves an address. */
export function publicQuestionRoutes(kernel: Kernel): Route[] {
  const place = '/opendata/questions/on/:authority/:slug'
  const confirmation = '/opendata/questions/confirmation/:token'
  return [
    get(place, asks, (scope, request) => showQuestions(scope, request)),
    post(place, { ...asks, rateLimit: 5 }, (scope, request) => ask(kernel, scope, request)),
    get(confirmation, asks, (_scope, request) => showConfirmation(request)),
    post(confirmation, { ...asks, rateLimit: 30 }, (_scope, request) => confirm(request)),
  ]
}

async function readAsked(scope: Scope, { params }: Request): Promise<PublishedDataSet> {
  const { authority = '', slug = '' } = params
  const found = isSlug<'authority'>(authority) && isSlug(slug) ? await findPublished(scope, authority, slug) : undefined
  if (!found || found.withdrawnAt) throw new NotFoundError()
  return found
}

async function showQuestions(
  scope: Scope,
  request: Request,
  again?: { readonly typed: TypedQuestion; readonly faults: Faults },
): Promise<Answer> {
  const { t, href, query, language } = request
  const dataSet = await readAsked(scope, request)
  const path = questionsPath(dataSet)
  const after = query.get('after')
  const [known, listed] = await Promise.all([
    readKnownAsker(scope, request),
    listPublicQuestions(scope, dataSet, { limit: perPage, after }),
  ])
  const title = textIn(dataSet.metadata.title, language)
  const body = (
    <QuestionsPage
      t={t}
      href={href}
      action={path}
      title={title}
      knownEmail={known?.email}
      questions={listed.questions}
      nextHref={listed.next === undefined ? undefined : href(`${path}?after=${listed.next}`)}
      firstHref={after === undefined ? undefined : href(path)}
      backHref={href(dataSetPath(dataSet))}
      done={(['sent', 'asked'] as const).find((one) => one === query.get('done'))}
      {...again}
    />
  )
  const heading = t('opendata.questions.title_of', { title })
  const shown = again ? t('opendata.subscriptions.error_title', { title: heading }) : heading
  return framed(request, shown, body, again ? 422 : 200)
}

async function ask(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { language, href } = request
  const dataSet = await readAsked(scope, request)
  const known = await readKnownAsker(scope, request)
  const reading = readQuestion(request, known !== undefined)
  if (!reading.ok) return showQuestions(scope, request, reading)
  const { kind, text, email } = reading
  const whom = known ? { partyId: known.partyId } : { email: email ?? '' }
  const name = textIn(dataSet.metadata.title, language)
  const isTaken = await request.writeAs(correspondence, (writing) =>
    askQuestion(writing, kernel, { whom, dataSet, name, kind, text, language }),
  )
  if (known && !isTaken)
    throw new TooManyError('asked too often', 3_600, { userMessage: 'opendata.subscriptions.too_many' })
  return seeOther(toDone(href(`${questionsPath(dataSet)}?done=${known ? 'asked' : 'sent'}`)))
}

async function showConfirmation(request: Request): Promise<Answer> {
  const { t, href, params, language } = request
  const token = params.token ?? ''
  const found = await request.readAs(correspondence, (reading) => findToConfirm(reading, token))
  if (!found) return stale(request)
  const body = (
    <ConfirmQuestionPage
      t={t}
      href={href}
      action={`/opendata/questions/confirmation/${token}`}
      title={textIn(found.title, language)}
      text={found.text}
    />
  )
  return framed(request, t('opendata.questions.confirm_title'), body)
}

async function confirm(request: Request): Promise<Answer> {
  const token = request.params.token ?? ''
  const found = await request.writeAs(correspondence, async (writing) => {
    const waiting = await findToConfirm(writing, token)
    return (await confirmQuestion(writing, token)) ? waiting : undefined
  })
  if (!found) return stale(request)
  return seeOther(toDone(request.href(`${questionsPath(found)}?done=asked`)))
}
