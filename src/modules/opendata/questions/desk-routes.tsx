import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading, findNames } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { stewardRoles } from '../catalogue/workbench.ts'
import { attempt, authoritiesOf, authorityOf, benchAnswer, staffOf } from '../workbench/bench-context.ts'
import { answerQuestion, hideQuestion, type PublicWords, publishQuestion, refuseQuestion } from './answer-question.ts'
import { DeskQuestionPage, DeskQuestionsPage, deskDones, deskQuestionsPath } from './desk-pages.tsx'
import { type DeskQuestion, findPublicWords, findQuestion, listQuestions } from './queries.ts'
import { questionLimits, questionStates } from './question.ts'

const reads = { permission: 'opendata.question.read', showsPersonalData: 'list' } as const
const answers = { permission: 'opendata.question.answer' } as const

export const questionPermissions = {
  'opendata.question.ask': ['anyone'],
  'opendata.question.read': stewardRoles,
  'opendata.question.answer': stewardRoles,
} as const

/** Where stewards answer what people asked about their data sets, and decide what of it becomes public. */
export function deskQuestionRoutes(kernel: Kernel): Route[] {
  const one = `${deskQuestionsPath}/:id`
  return [
    get(deskQuestionsPath, reads, (scope, request) => showList(kernel, scope, request)),
    get(one, reads, (scope, request) => showOne(scope, request)),
    post(`${one}/answer`, answers, async (scope, request) => {
      const question = await readAsked(scope, request)
      const form = new FormReading(request.t, request.form)
      const answer = readText(form, 'answer', questionLimits.answer)
      const text = form.value('is_public') === '' ? undefined : readText(form, 'public_text', questionLimits.text)
      if (answer === undefined || !form.isSound) return showOne(scope, request, form, 422)
      const words = text === undefined ? undefined : { text, answer }
      const refused = await attempt(request, (writing) => answerQuestion(writing, question, { answer, words }))
      return next(scope, request, 'answered', form, refused)
    }),
    post(`${one}/refusal`, answers, async (scope, request) => {
      const question = await readAsked(scope, request)
      const form = new FormReading(request.t, request.form)
      const reason = readText(form, 'reason', questionLimits.answer)
      if (reason === undefined || !form.isSound) return showOne(scope, request, form, 422)
      const refused = await attempt(request, (writing) => refuseQuestion(writing, question, reason))
      return next(scope, request, 'refused', form, refused)
    }),
    post(`${one}/publication`, answers, async (scope, request) => {
      const question = await readAsked(scope, request)
      const form = new FormReading(request.t, request.form)
      const words = readWords(form)
      if (!words) return showOne(scope, request, form, 422)
      const refused = await attempt(request, (writing) => publishQuestion(writing, question, words))
      return next(scope, request, 'published', form, refused)
    }),
    post(`${one}/publication/end`, answers, async (scope, request) => {
      const question = await readAsked(scope, request)
      const refused = await attempt(request, (writing) => hideQuestion(writing, question))
      return next(scope, request, 'hidden', FormReading.blank(request.t), refused)
    }),
  ]
}

function readWords(form: FormReading): PublicWords | undefined {
  const text = readText(form, 'public_text', questionLimits.text)
  const answer = readText(form, 'public_answer', questionLimits.answer)
  return text === undefined || answer === undefined || !form.isSound ? undefined : { text, answer }
}

function readText(form: FormReading, name: string, most: number): string | undefined {
  const text = form.text(name)
  if (text !== undefined && text.length > most) return form.fail(name, 'opendata.desk.error.long', { most })
  return text
}

/** The question of the address. Throws 404 where it is not hers. */
async function readAsked(scope: Scope, request: Request): Promise<DeskQuestion> {
  const found = await findQuestion(scope, authoritiesOf(staffOf(request)), request.params.id ?? '')
  if (!found) throw new NotFoundError('no such question')
  return found
}

function showed(request: Request, authorityId: AuthorityId, questions: readonly DeskQuestion[]): void {
  const role = staffOf(request).memberships.find((one) => one.authorityId === authorityId)?.role
  request.showed({ authorityId, subjectIds: questions.map(({ id }) => id), role })
}

async function showList({ authorities }: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { query, t, language } = request
  const authorityId = authorityOf(request)
  const state = questionStates.find((one) => one === query.get('state'))
  const listed = await listQuestions(scope, { authorityId, state, after: query.get('after') })
  showed(request, authorityId, listed.questions)
  const body = (
    <DeskQuestionsPage
      {...deskPage(request)}
      {...{ listed, state, authorityId }}
      authorities={authoritiesOf(staffOf(request)).map((id) => ({ id, name: authorities.nameOf(id, language) }))}
    />
  )
  return benchAnswer(scope, request, { title: t('opendata.questions.desk.title'), body })
}

async function showOne(
  scope: Scope,
  request: Request,
  form = FormReading.blank(request.t),
  status = 200,
): Promise<Answer> {
  const question = await readAsked(scope, request)
  showed(request, question.authorityId, [question])
  const by: StaffId[] = question.answeredBy === null ? [] : [uuid<'staff'>(question.answeredBy)]
  const [words, names] = await Promise.all([findPublicWords(scope, question), findNames(scope, by)])
  const body = (
    <DeskQuestionPage
      {...deskPage(request)}
      {...{ question, words, form }}
      answeredBy={by.map((id) => names.get(id)).find((name) => name !== undefined)}
      done={deskDones.find((one) => one === request.query.get('done'))}
    />
  )
  return benchAnswer(scope, request, { title: request.t('opendata.questions.desk.one'), body }, status)
}

/** On to the question as it is now; what people can do something about is told there. */
async function next(
  scope: Scope,
  request: Request,
  done: (typeof deskDones)[number],
  form: FormReading,
  refused: { readonly refusal: string; readonly status: number } | undefined,
): Promise<Answer> {
  if (!refused) return seeOther(toDone(request.href(`${deskQuestionsPath}/${request.params.id}?done=${done}`)))
  form.refusal = refused.refusal
  return showOne(scope, request, form, refused.status)
}
