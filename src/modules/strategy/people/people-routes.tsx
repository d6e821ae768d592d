import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug, isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authorityOf, deskPath, steeringAnswer } from '../desk/desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from '../desk/edit.ts'
import { capacityMap } from './capacity-map.ts'
import { firstDay, monthOf, monthText, readMonth } from './months.ts'
import { type MapView, PeoplePage } from './people-page.tsx'
import type { Person } from './person.ts'
import { personValues, readBasics, readPerson } from './person-form.ts'
import { PersonPage } from './person-page.tsx'
import {
  findPerson,
  listAssignmentsOf,
  listDemands,
  listOpenProjects,
  listPeople,
  listSkills,
  namesOfNodes,
} from './read-people.ts'
import { createSkill } from './write-demand.ts'
import { createPerson, erasePerson, savePerson } from './write-person.ts'

const list = { permission: 'strategy.people.read', showsPersonalData: 'list' } as const
const profile = { permission: 'strategy.people.read', showsPersonalData: 'profile' } as const
const edits = { permission: 'strategy.people.edit' } as const
const editsShowing = { ...edits, showsPersonalData: 'profile' } as const
const path = `${deskPath}/people`

/** Who can do what and has time when, and where that and what projects need do not fit. */
export function peopleRoutes(kernel: Kernel): Route[] {
  return [
    get(path, list, (scope, request) => showPeople(scope, request, kernel, {})),
    post(path, { ...edits, showsPersonalData: 'list' }, (scope, request) => addPerson(scope, request, kernel)),
    post(`${path}/skills`, { ...edits, showsPersonalData: 'list' }, (scope, request) =>
      addSkill(scope, request, kernel),
    ),
    get(`${path}/:id`, profile, (scope, request) => showPerson(scope, request, {})),
    post(`${path}/:id`, editsShowing, keepPerson),
    get(`${path}/:id/export.json`, profile, exportPerson),
    post(`${path}/:id/erasure`, editsShowing, removePerson),
  ]
}

function viewOf({ query, today }: Request): MapView {
  return {
    by: query.get('by') === 'people' ? 'people' : 'skills',
    length: query.get('months') === '3' ? 3 : 1,
    from: readMonth(query.get('from') ?? '') ?? monthOf(today),
  }
}

type Forms = { readonly form?: FormReading; readonly skillForm?: FormReading; readonly status?: number }

async function showPeople(scope: Scope, request: Request, { authorities }: Kernel, forms: Forms): Promise<Answer> {
  const { t, language, query } = request
  const authorityId = authorityOf(request)
  const view = viewOf(request)
  const spans = view.length === 1 ? 12 : 8
  const [people, skills, projects, demands] = await Promise.all([
    listPeople(scope, { authorityId, from: view.from }),
    listSkills(scope, authorityId),
    listOpenProjects(scope, authorityId),
    listDemands(scope, { authorityId, from: view.from, to: view.from + spans * view.length - 1 }),
  ])
  const names = await namesOfNodes(
    scope,
    authorityId,
    demands.map(({ nodeId }) => nodeId),
  )
  request.showed({ authorityId, subjectIds: people.map(({ id }) => id), role: 'strategist' })
  const body = (
    <PeoplePage
      {...deskPage(request)}
      {...{ language, authorityId, view, people, skills, projects, names }}
      authorityName={authorities.nameOf(authorityId, language)}
      map={capacityMap({ people, skills, demands }, { from: view.from, spans, length: view.length })}
      form={forms.form ?? FormReading.blank(t)}
      skillForm={forms.skillForm ?? FormReading.blank(t)}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.people.title'), body }, forms.status)
}

async function addPerson(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const form = new FormReading(request.t, request.form)
  const basics = readBasics(form)
  if (!basics) return showPeople(scope, request, kernel, { form, status: 422 })
  const since = monthOf(request.today)
  let id = ''
  const refused = await attempt(request, async (writing) => {
    id = await createPerson(writing, authorityId, { ...basics, since, until: undefined, skills: [], months: [] })
  })
  if (!refused) return seeOther(toDone(request.href(`${path}/${id}?authority=${authorityId}&done=saved`)))
  form.refusal = refused.refusal
  return showPeople(scope, request, kernel, { form, status: refused.status })
}

async function addSkill(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const skillForm = new FormReading(request.t, request.form)
  const name = skillForm.value('skill').trim()
  if (name === '' || name.length > 100) skillForm.fail('skill', 'strategy.projects.error.missing')
  const slug = skillForm.value('slug').trim()
  if (!isSlug(slug)) skillForm.fail('slug', 'strategy.goals.error.slug')
  if (!skillForm.isSound) return showPeople(scope, request, kernel, { skillForm, status: 422 })
  const refused = await attempt(request, async (writing) => {
    await createSkill(writing, { authorityId, slug, name: { de: name } })
  })
  if (!refused) return seeOther(toDone(request.href(`${path}?authority=${authorityId}&done=saved`)))
  skillForm.refusal = refused.refusal
  return showPeople(scope, request, kernel, { skillForm, status: refused.status })
}

/** The person of the address. Throws 404 where she is not of an authority in which one steers. */
async function personOf(scope: Scope, request: Request): Promise<Person> {
  const { id = '' } = request.params
  const person = isUuid<'strategy-person'>(id) ? await findPerson(scope, authorityOf(request), id) : undefined
  if (!person) throw new NotFoundError('nobody of that id')
  request.showed({ authorityId: person.authorityId, subjectIds: [person.id], role: 'strategist' })
  return person
}

type Shown = { readonly edit?: Edit; readonly status?: number }

async function showPerson(scope: Scope, request: Request, { edit, status }: Shown): Promise<Answer> {
  const { t, language, query, today } = request
  const person = await personOf(scope, request)
  const { authorityId, id } = person
  const [skills, assignments] = await Promise.all([
    listSkills(scope, authorityId),
    listAssignmentsOf(scope, authorityId, id),
  ])
  const from = monthOf(today)
  const names = await namesOfNodes(
    scope,
    authorityId,
    assignments.map(({ nodeId }) => nodeId),
  )
  const stored = personValues(person, skills, from)
  const body = (
    <PersonPage
      {...deskPage(request)}
      {...{ language, person, skills, from, assignments, names }}
      edit={edit ?? startEdit(t, stored)}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: person.name, body }, status)
}

async function keepPerson(scope: Scope, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const before = await personOf(scope, request)
  const { authorityId, id } = before
  const from = monthOf(request.today)
  const skills = await listSkills(scope, authorityId)
  const fields = Object.keys(personValues(before, skills, from))
  const content = readPerson(form, { skills, from, before })
  if (!content) return showPerson(scope, request, { edit: sentEdit(request, form, fields), status: 422 })
  return keepEdit(request, {
    form,
    work: (writing, revision) => savePerson(writing, before, { revision, content }),
    read: async () => {
      const person = await personOf(scope, request)
      return { values: personValues(person, skills, from), revision: person.revision }
    },
    done: () => seeOther(toDone(request.href(`${path}/${id}?authority=${authorityId}&done=saved`))),
    show: (edit, status) => showPerson(scope, request, { edit, status }),
  })
}

/** Everything that is kept of her, for herself: what the law lets her ask for. */
async function exportPerson(scope: Scope, request: Request): Promise<Answer> {
  const { authorityId, id, revision: _revision, ...person } = await personOf(scope, request)
  const skills = await listSkills(scope, authorityId)
  const skillName = new Map(skills.map((skill) => [skill.id, textIn(skill.name, request.language)]))
  const assignments = await listAssignmentsOf(scope, authorityId, id)
  const names = await namesOfNodes(
    scope,
    authorityId,
    assignments.map(({ nodeId }) => nodeId),
  )
  const titleOf = (nodeId: (typeof assignments)[number]['nodeId']) => {
    const title = names.get(nodeId)?.title
    return title && textIn(title, request.language)
  }
  return json(
    {
      name: person.name,
      role: person.role,
      daysPerMonth: person.tenths / 10,
      since: firstDay(person.since),
      until: person.until === undefined ? null : firstDay(person.until),
      skills: person.skills.map(({ skillId, level }) => ({ skill: skillName.get(skillId), level })),
      months: person.months.map(({ month, tenths, away }) => ({
        month: monthText(month),
        days: tenths === undefined ? null : tenths / 10,
        awayPercent: away / 10,
      })),
      plannedFor: assignments.map(({ nodeId, skillId, month, tenths }) => ({
        month: monthText(month),
        project: titleOf(nodeId),
        skill: skillName.get(skillId),
        days: tenths / 10,
      })),
    },
    { headers: { 'content-disposition': 'attachment; filename="person.json"' } },
  )
}

async function removePerson(scope: Scope, request: Request): Promise<Answer> {
  const { authorityId, id, ...person } = await personOf(scope, request)
  if (request.form.get('sure') !== 'yes') {
    const from = monthOf(request.today)
    const stored = personValues(person, await listSkills(scope, authorityId), from)
    const edit = startEdit(request.t, stored)
    edit.form.fail('sure', 'strategy.people.error.sure')
    return showPerson(scope, request, { edit, status: 422 })
  }
  await attempt(request, (writing) => erasePerson(writing, { authorityId, id }))
  return seeOther(toDone(request.href(`${path}?authority=${authorityId}&done=saved`)))
}
