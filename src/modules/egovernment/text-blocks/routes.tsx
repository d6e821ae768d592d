import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther, text } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { findKnownCase, requireRight, staffIn } from '../desk/case-file.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { attempt, readCase, showedCase } from '../desk/desk-steps.ts'
import { FormReading, refusalText } from '../desk/form-reading.ts'
import { blockEditors, blockReaders } from '../desk/standing.ts'
import { offersOf, readCatalogue } from '../services/catalogue.ts'
import { blockText } from './insert-block.ts'
import { addTextBlock, changeTextBlock, mayEdit, retireTextBlock } from './keep-text-block.ts'
import { findBlock, listBlocks } from './queries.ts'
import type { TextBlock } from './text-block.ts'
import { blockValues, readBlock } from './text-block-form.ts'
import { TextBlockPage } from './text-block-page.tsx'
import { TextBlocksPage } from './text-blocks-page.tsx'

const reads = { permission: 'egovernment.text_block.read' } as const
const changes = { permission: 'egovernment.text_block.change' } as const

/** The text blocks of an authority: the list, and the form of one. */
export function textBlockRoutes({ authorities }: Pick<Kernel, 'authorities'>): Route[] {
  const list = '/desk/text-blocks'
  const one = `${list}/:id`
  const done = (request: Request, authorityId: AuthorityId, what: string) =>
    seeOther(toDone(request.href(`${list}?authority=${authorityId}&done=${what}`)))
  const form = (scope: Scope<StaffActor>, request: Request, shown: Shown, status = 200) =>
    showForm(authorities, scope, request, shown, status)

  const save = async (scope: Scope<StaffActor>, request: Request, authorityId: AuthorityId, block?: TextBlock) => {
    const filled = new FormReading(request.t, request.form)
    const shown = { authorityId, block, form: filled }
    const choices = await readChoices(scope, request, authorityId)
    const input = readBlock(filled, authorityId, choices, {
      serviceId: choices.services.find(({ value }) => value === filled.value('service'))?.value ?? null,
      unitId: choices.units.find(({ value }) => value === filled.value('unit'))?.value ?? null,
    })
    if (!input) return form(scope, request, shown, 422)
    const refusal = await attempt(scope, request, (writing) =>
      block ? changeTextBlock(writing, block.id, input) : addTextBlock(writing, input),
    )
    if (!refusal) return done(request, authorityId, block ? 'changed' : 'added')
    filled.refusal = refusalText(request.t, refusal)
    return form(scope, request, shown, refusal.status)
  }
  const retire = (isRetired: boolean) => async (reading: Scope, request: Request) => {
    const scope = staffIn(reading)
    const block = await readOne(scope, request)
    await request.writeAs(scope.actor, (writing) => retireTextBlock(writing, block, isRetired))
    return done(request, block.authorityId, isRetired ? 'retired' : 'brought_back')
  }

  return [
    get(list, reads, (scope, request) => showList(authorities, staffIn(scope), request)),
    get(`${list}/new`, changes, (reading, request) => {
      const scope = staffIn(reading)
      return form(scope, request, { authorityId: editedAt(scope, request), form: FormReading.blank(request.t) })
    }),
    post(`${list}/new`, changes, (reading, request) => {
      const scope = staffIn(reading)
      return save(scope, request, editedAt(scope, request))
    }),
    get(one, changes, async (reading, request) => {
      const scope = staffIn(reading)
      const block = await readOne(scope, request)
      const { authorityId } = block
      return form(scope, request, { authorityId, block, form: FormReading.blank(request.t, blockValues(block)) })
    }),
    post(one, changes, async (reading, request) => {
      const scope = staffIn(reading)
      const block = await readOne(scope, request)
      return save(scope, request, block.authorityId, block)
    }),
    get('/desk/cases/:number/text-blocks/:block', readCase, async (reading, request) => {
      const scope = staffIn(reading)
      const known = await findKnownCase(scope, request.params.number)
      requireRight(known, 'work')
      const found = await blockText(scope, known, request.params.block ?? '')
      if (found === undefined) throw new NotFoundError('no such text block here')
      showedCase(request, known)
      return text(found)
    }),
    post(`${one}/retirement`, changes, retire(true)),
    post(`${one}/return`, changes, retire(false)),
  ]
}

/** The authorities where she has one of these roles herself: a merged municipality writes no more answers. */
function authoritiesWith({ actor }: Scope<StaffActor>, roles: readonly string[]): readonly AuthorityId[] {
  return [
    ...new Set(
      actor.memberships
        .filter((one) => roles.includes(one.role) && one.continuedBy === undefined)
        .map(({ authorityId }) => authorityId),
    ),
  ]
}

/** The authority of the address, if it is hers; else her first. */
function wantedOf(request: Request, own: readonly AuthorityId[]): AuthorityId {
  const wanted = own.find((id) => id === request.query.get('authority')) ?? own[0]
  if (!wanted) throw new NotFoundError('no authority of hers')
  return wanted
}

function editedAt(scope: Scope<StaffActor>, request: Request): AuthorityId {
  return wantedOf(request, authoritiesWith(scope, blockEditors))
}

/** A block that she may change. Throws 404 for any other. */
async function readOne(scope: Scope<StaffActor>, request: Request): Promise<TextBlock> {
  const block = await findBlock(scope, authoritiesWith(scope, blockEditors), request.params.id ?? '')
  if (!block) throw new NotFoundError('no such text block')
  return block
}

async function readChoices(scope: Scope<StaffActor>, { language, today }: Request, authorityId: AuthorityId) {
  const [offers, units] = await Promise.all([
    offersOf(scope, await readCatalogue(scope), authorityId, today),
    listUnits(scope, authorityId),
  ])
  return {
    services: offers.map(({ serviceId, definition }) => ({
      value: serviceId,
      label: textIn(definition.title, language),
    })),
    units: units.map(({ id, name }) => ({ value: id, label: textIn(name, language) })),
  }
}

type Shown = { readonly authorityId: AuthorityId; readonly block?: TextBlock | undefined; readonly form: FormReading }

async function showForm(
  authorities: Kernel['authorities'],
  scope: Scope<StaffActor>,
  request: Request,
  { authorityId, block, form }: Shown,
  status: number,
): Promise<Answer> {
  const [facts, choices] = await Promise.all([readNav(scope), readChoices(scope, request, authorityId)])
  const title = request.t(block ? 'egovernment.text_blocks.change_title' : 'egovernment.text_blocks.add')
  const path = block ? `/desk/text-blocks/${block.id}` : `/desk/text-blocks/new?authority=${authorityId}`
  const body = (
    <TextBlockPage
      {...deskPage(request)}
      {...{ form, title, ...choices }}
      action={request.href(path)}
      authorityName={authorities.nameOf(authorityId, request.language)}
    />
  )
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'text_blocks') }, status)
}

async function showList(
  authorities: Kernel['authorities'],
  scope: Scope<StaffActor>,
  request: Request,
): Promise<Answer> {
  const { t, query, language } = request
  const own = authoritiesWith(scope, blockReaders)
  const authorityId = wantedOf(request, own)
  const words = (query.get('q') ?? '').slice(0, 100)
  const [facts, listed, units, catalogue] = await Promise.all([
    readNav(scope),
    listBlocks(scope, { authorityId, words, after: query.get('after') }),
    listUnits(scope, authorityId),
    readCatalogue(scope),
  ])
  const done = query.get('done') ?? ''
  const title = t('egovernment.text_blocks.title')
  const body = (
    <TextBlocksPage
      {...deskPage(request)}
      {...{ listed, words, authorityId }}
      authorities={own.map((id) => ({ id, name: authorities.nameOf(id, language) }))}
      serviceName={(id) => {
        const service = catalogue.find(id)
        return service ? textIn(service.definition.title, language) : id
      }}
      unitName={(id) => {
        const unit = units.find((one) => one.id === id)
        return unit ? textIn(unit.name, language) : id
      }}
      mayEdit={mayEdit(scope, authorityId)}
      done={t.has(`egovernment.text_blocks.done.${done}`) ? done : undefined}
    />
  )
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'text_blocks') })
}
