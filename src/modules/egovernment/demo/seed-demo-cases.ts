import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '#kernel/clock.ts'
import { todayOf } from '#kernel/clock.ts'
import { type CaseActor, type StaffActor, staffRoles, systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { addMessage } from '../cases/add-message.ts'
import { addNote } from '../cases/add-note.ts'
import { answerQuestion } from '../cases/answer-question.ts'
import { askApplicant } from '../cases/ask-applicant.ts'
import { assignCase } from '../cases/assign-case.ts'
import { addDays } from '../cases/case.ts'
import type { CaseRef } from '../cases/case-record.ts'
import { closeCase } from '../cases/close-case.ts'
import { decideCase } from '../cases/decide-case.ts'
import { startWork } from '../cases/start-work.ts'
import { withdrawCase } from '../cases/withdraw-case.ts'
import { declarationField, declarationId } from '../forms/form.ts'
import { findOffer } from '../services/queries.ts'
import { CaseNumbers } from '../submissions/case-numbers.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { prepareSubmission } from '../submissions/prepare-submission.ts'
import { type SubmitParts, submitCase } from '../submissions/submit-case.ts'
import { type DemoContent, readDemoContent } from './demo-content.ts'
import { type DemoStory, storiesOf } from './demo-stories.ts'
import { Dice } from './dice.ts'
import { seedTextBlocks } from './seed-text-blocks.ts'

const file = join(import.meta.dirname, '../../../../content/demo/cases.yaml')
const atOnce = 8
const day = 24 * 60 * 60_000

type Parts = {
  readonly database: Database
  readonly kernel: Pick<Kernel, 'sealing' | 'authorities'>
  readonly clock: Clock
}

/**
 * Fills the demo with cases as people and clerks would have left them, by the same checks and rules: handed in over the last weeks, some
 * untouched, some waiting, some done. Once: where there is any case, nothing happens. Needs authorities, people and published services.
 * Gives the number of cases made.
 */
export async function seedDemoCases({ database, kernel, clock }: Parts): Promise<number> {
  if (await hasCases(database)) return 0
  const content = readDemoContent(file)
  const dice = new Dice(2026)
  const stories = content.places.flatMap((place) => storiesOf(content, place, dice, todayOf(clock)))
  const numbers = new CaseNumbers(database)
  const staff = await readStaff(database)
  await seedTextBlocks(database, staff)
  const tell = (story: DemoStory, index: number) =>
    tellStory({ parts: { database, sealing: kernel.sealing, numbers }, kernel, clock, content, staff }, story, index)
  for (let index = 0; index < stories.length; index += atOnce) {
    await Promise.all(stories.slice(index, index + atOnce).map((story, offset) => tell(story, index + offset)))
  }
  return stories.length
}

async function hasCases(database: Database): Promise<boolean> {
  const found = await database.read(systemActor('submission'), (scope) =>
    scope.db.selectFrom('egovernment.cases').select('id').limit(1).executeTakeFirst(),
  )
  return found !== undefined
}

/** Who handles cases where, by authority. */
async function readStaff(database: Database): Promise<ReadonlyMap<string, readonly StaffActor[]>> {
  const rows = await database.read(systemActor('people'), (scope) =>
    scope.db
      .selectFrom('kernel.staff_roles as r')
      .innerJoin('kernel.staff as m', 'm.id', 'r.staff_id')
      .select(['m.id', 'm.name', 'r.authority_id', 'r.role'])
      .where('r.role', 'in', ['clerk', 'lead'])
      .where('r.unit_id', 'is', null)
      .orderBy('m.name')
      .execute(),
  )
  const actors = rows.flatMap(({ id, name, authority_id, role }) => {
    const known = staffRoles.find((one) => one === role)
    if (!known) return []
    return [
      { authorityId: authority_id, actor: clerkOf(uuid<'staff'>(id), name, slug<'authority'>(authority_id), known) },
    ]
  })
  const byAuthority = Map.groupBy(actors, ({ authorityId }) => authorityId)
  return new Map([...byAuthority].map(([id, list]) => [id, list.map(({ actor }) => actor)]))
}

function clerkOf(
  staffId: StaffActor['staffId'],
  name: string,
  authorityId: AuthorityId,
  role: StaffActor['memberships'][number]['role'],
): StaffActor {
  const memberships = [{ authorityId, unitId: null, role }]
  return { kind: 'staff', staffId, identityId: null, name, memberships, hasSecondFactor: true }
}

type Stage = {
  readonly parts: SubmitParts
  readonly kernel: Parts['kernel']
  readonly clock: Clock
  readonly content: DemoContent
  readonly staff: ReadonlyMap<string, readonly StaffActor[]>
}

async function tellStory(stage: Stage, story: DemoStory, index: number): Promise<void> {
  const begin = new Date(`${addDays(todayOf(stage.clock), -story.daysAgo)}T00:00:00Z`).getTime() + story.minute * 60_000
  const ref = await handIn(stage, story, new Date(begin), index)
  const actor = stage.staff.get(ref.authorityId)?.[index % (stage.staff.get(ref.authorityId)?.length ?? 1)]
  if (actor) await handle(stage, story, ref, { actor, begin, index })
}

async function handIn({ parts, kernel }: Stage, story: DemoStory, receivedAt: Date, index: number): Promise<CaseRef> {
  const { place, language, given, family } = story
  const context = createFormContext({
    today: swissDate(receivedAt),
    language,
    authorities: kernel.authorities,
    files: [],
  })
  const preparation = await parts.database.read(systemActor('submission'), async (scope) => {
    const offer = await findOffer(scope, slug(story.serviceId), slug(place.authority), scope.today())
    if (!offer) throw new Error(`${place.authority} does not offer ${story.serviceId}`)
    const declared = declarationField(offer.definition.form) ? { [declarationId]: true } : {}
    const answers = { ...story.answers, ...declared }
    return prepareSubmission(scope, kernel, { offer, answers, context, language, mayGoElsewhere: false })
  })
  if (!preparation.ok) throw new Error(`a case of the demo: ${JSON.stringify(preparation.errors)}`)
  const isNamed = story.serviceId !== 'schadensmeldung' || 'caller' in story.answers
  const email = `${given}.${family}@beispiel.example`
    .normalize('NFD')
    .replace(/[^\w.@]/g, '')
    .toLowerCase()
  const key = createHash('sha256').update(`demo case ${index}`).digest()
  return submitCase(parts, {
    ...preparation.prepared,
    files: [],
    applicantName: isNamed ? `${given} ${family}` : '',
    contact: story.channel === 'web' && isNamed ? { email, language } : undefined,
    isContactConfirmed: true,
    parties: [],
    channel: story.channel,
    language,
    receivedAt,
    key: { hash: key, bodyHash: key },
  })
}

type Handling = { readonly actor: StaffActor; readonly begin: number; readonly index: number }

/** What the clerk did, a day or so after the other. */
async function handle({ parts, clock, content }: Stage, story: DemoStory, ref: CaseRef, by: Handling): Promise<void> {
  const { database } = parts
  const { actor, begin, index } = by
  let steps = 0
  // One step a day, in the hours that people work.
  const next = () => {
    steps += 1
    const minute = 420 + ((index * 37 + steps * 53) % 540)
    return new Date(Math.min(begin - (begin % day) + steps * day + minute * 60_000, clock.now().getTime()))
  }
  const does = (work: (scope: WriteScope<StaffActor>) => Promise<unknown>) =>
    database.write(actor, (scope) => work(thenAt(scope, next())))
  const says = (work: (scope: WriteScope<CaseActor>) => Promise<unknown>) =>
    database.write({ kind: 'case' as const, ...ref }, (scope) => work(thenAt(scope, next())))
  const one = <Value>(list: readonly Value[]): Value => new Dice(index).pick(list)

  const start = () => does((scope) => startWork(scope, ref))
  const note = () => does((scope) => addNote(scope, parts, { ...ref, text: one(content.notes) }))
  const ask = (question: string) =>
    does((scope) => askApplicant(scope, parts, { ...ref, question, answerBy: addDays(scope.today(), 10) }))
  const decide = () =>
    does((scope) => {
      const words = { outcome: 'approved' as const, text: content.decisions[story.serviceId] }
      return decideCase(scope, parts, { ...ref, ...words, notifiedOn: scope.today() })
    })

  switch (story.chapter) {
    case 'untouched':
      return
    case 'taken_over':
      await does((scope) => assignCase(scope, { ...ref, assignedTo: actor.staffId }))
      return
    case 'working':
      await start()
      await note()
      return
    case 'conversation':
      await start()
      await does((scope) => addMessage(scope, parts, { ...ref, text: one(content.messages.out) }))
      await says((scope) => addMessage(scope, parts, { ...ref, text: one(content.messages.in) }))
      return
    case 'waiting':
      await start()
      await ask(one(content.questions).question)
      return
    case 'answered': {
      const { question, answer } = one(content.questions)
      await start()
      const id = await database.write(actor, (scope) => {
        const then = thenAt(scope, next())
        return askApplicant(then, parts, { ...ref, question, answerBy: addDays(then.today(), 10) })
      })
      await says((scope) => answerQuestion(scope, parts, { ...ref, questionId: id, answer }))
      return
    }
    case 'decided':
      await start()
      await decide()
      return
    case 'closed':
      await start()
      await note()
      await decide()
      await does((scope) => closeCase(scope, parts, { ...ref, reason: 'done' }))
      return
    case 'withdrawn':
      await says((scope) => withdrawCase(scope, parts, ref))
      return
  }
}

/** The same unit of work at an earlier time, announcing nothing: nobody is to get mails about what happened weeks ago. */
function thenAt<Scope extends WriteScope>(scope: Scope, time: Date): Scope {
  return { ...scope, now: () => time, today: () => swissDate(time), announce: () => {} }
}
