import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { steeringAnswer } from '../../desk/desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from '../../desk/edit.ts'
import { listMembers } from '../queries.ts'
import { putMember, saveAgreement } from '../write-agreement.ts'
import { agreementValues, readAgreement } from './agreement-form.tsx'
import { AgreementEditPage, MembersPage } from './edit-page.tsx'
import { memberValues, readMember } from './member-form.tsx'
import { agreementPath, agreementsPath } from './paths.ts'
import { readKept } from './read-asked.ts'

const edits = { permission: 'strategy.agreement.edit' } as const
const one = `${agreementsPath}/:keeper/:slug`

/** Where the keeper of an agreement changes what it says and who its members are. */
export function agreementEditRoutes(kernel: Kernel): Route[] {
  return [
    get(`${one}/edit`, edits, (scope, request) => showEdit(scope, request, {})),
    post(`${one}/edit`, edits, keepAgreement),
    get(`${one}/members`, edits, (scope, request) => showMembers(scope, request, kernel, {})),
    post(`${one}/members`, edits, (scope, request) => keepMember(scope, request, kernel)),
  ]
}

type Shown = { readonly edit?: Edit; readonly id?: string | undefined; readonly status?: number }

async function showEdit(scope: Scope, request: Request, { edit, status }: Shown): Promise<Answer> {
  const agreement = await readKept(scope, request)
  const { t, language, query } = request
  const body = (
    <AgreementEditPage
      {...deskPage(request)}
      {...{ language, agreement }}
      isSaved={query.get('done') === 'saved'}
      edit={edit ?? startEdit(t, agreementValues(agreement))}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.agreements.change'), body }, status)
}

async function keepAgreement(scope: Scope, request: Request): Promise<Answer> {
  const agreement = await readKept(scope, request)
  const form = new FormReading(request.t, request.form)
  const read = readAgreement(form, agreement)
  if (!read) {
    const edit = sentEdit(request, form, Object.keys(agreementValues(agreement)))
    return showEdit(scope, request, { edit, status: 422 })
  }
  return keepEdit(request, {
    form,
    read: async () => {
      const now = await readKept(scope, request)
      return { values: agreementValues(now), revision: now.revision }
    },
    work: (writing, revision) => saveAgreement(writing, agreement.key, { revision, ...read }),
    done: () => seeOther(toDone(request.href(`${agreementPath(agreement)}?done=saved`))),
    show: (edit, status) => showEdit(scope, request, { edit, status }),
  })
}

const membersOf = ({ authorities }: Kernel, { language }: Request) =>
  authorities
    .entries()
    .flatMap(({ slug: id, isClosed }) => (isClosed ? [] : [{ id, name: authorities.nameOf(id, language) }]))

async function showMembers(scope: Scope, request: Request, kernel: Kernel, shown: Shown): Promise<Answer> {
  const agreement = await readKept(scope, request)
  const { t, language, query } = request
  const members = await listMembers(scope, agreement.key)
  const wanted = shown.edit ? shown.id : query.get('edit')
  const member = members.find(({ id }) => id === wanted)
  const body = (
    <MembersPage
      {...deskPage(request)}
      {...{ language, agreement, members }}
      id={member?.id}
      isSaved={query.get('done') === 'saved'}
      authorities={membersOf(kernel, request)}
      edit={shown.edit ?? startEdit(t, memberValues(member))}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.agreements.field.members'), body }, shown.status)
}

async function keepMember(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const agreement = await readKept(scope, request)
  const form = new FormReading(request.t, request.form)
  const sent = form.value('id')
  const find = async () => (await listMembers(scope, agreement.key)).find((one) => one.id === sent)
  const before = await find()
  if (sent !== '' && !before) throw new NotFoundError('no such member')
  const known = new Map<string, string>(membersOf(kernel, request).map(({ id, name }) => [id, name]))
  const member = readMember(form, (id) => known.get(id))
  const shown = { id: before?.id }
  if (!member) {
    const edit = sentEdit(request, form, Object.keys(memberValues()))
    return showMembers(scope, request, kernel, { ...shown, edit, status: 422 })
  }
  return keepEdit(request, {
    form,
    read: async () => ({
      values: memberValues(before && (await find())),
      revision: (await readKept(scope, request)).revision,
    }),
    work: (writing, revision) => putMember(writing, agreement, { revision, id: before?.id, member }),
    done: () => seeOther(toDone(request.href(`${agreementPath(agreement, 'members')}?done=saved`))),
    show: (edit, status) => showMembers(scope, request, kernel, { ...shown, edit, status }),
  })
}
