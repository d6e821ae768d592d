import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import { isLanguage } from '#kernel/i18n/language.ts'
import { type AuthorityId, isUuid, type StaffId } from '#kernel/ids.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { EventHandler, Module } from '#kernel/module.ts'

/** Announced with each decision at a gate. */
export const gateDecided = 'strategy.gate_decided'

export const ideaEvents: NonNullable<Module['events']> = {
  [gateDecided]: { version: 1, about: 'Something was decided at a gate.', payload: ['nodeId', 'decisionId', 'by'] },
}

export const ideaListens: NonNullable<Module['listens']> = [
  { event: gateDecided, subscriber: 'idea-notice', purpose: 'staff-mail', handler: tellProposer },
]

/**
 * Tells who put in the idea that something was decided about it: once for each decision, to the address with which she works there still, in her
 * language. Neither the idea nor the decision is in the mail: they stand on her page. Nothing to who decided it herself, or wants no such mails.
 */
async function tellProposer(...[scope, { authorityId, payload, kernel }]: Parameters<EventHandler>): Promise<void> {
  const { nodeId, decisionId, by } = payload
  if (!authorityId || typeof nodeId !== 'string' || !isUuid(nodeId)) return
  const today = scope.today()
  const proposer = await scope.db
    .selectFrom('strategy.idea_proposers as i')
    .innerJoin('kernel.staff as s', 's.id', 'i.staff_id')
    .select(['s.id', 's.email', 's.language'])
    .where('i.authority_id', '=', authorityId)
    .where('i.node_id', '=', nodeId)
    .where('s.is_disabled', '=', false)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('kernel.staff_roles as r')
          .select('r.staff_id')
          .whereRef('r.staff_id', '=', 'i.staff_id')
          .whereRef('r.authority_id', '=', 'i.authority_id')
          .where('r.valid_from', '<=', today)
          .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)])),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('strategy.idea_mails_off as o')
            .select('o.staff_id')
            .whereRef('o.staff_id', '=', 'i.staff_id')
            .whereRef('o.authority_id', '=', 'i.authority_id'),
        ),
      ),
    )
    .executeTakeFirst()
  if (!proposer || proposer.id === by || !isMailAddress(proposer.email)) return
  const language = isLanguage(proposer.language) ? proposer.language : 'de'
  const t = kernel.translators[language]
  const page = withPrefix({ language }, `/desk/strategy/idea?authority=${authorityId}`)
  sendMail(scope, {
    key: `idea/${decisionId}`,
    to: proposer.email,
    language,
    subject: t('strategy.projects.idea.mail.subject'),
    text: [
      t('strategy.projects.idea.mail.text'),
      kernel.settings.origin + page,
      t('strategy.projects.idea.mail.end'),
    ].join('\n\n'),
    aboutId: nodeId,
  })
}

/** Whether she gets a mail when something is decided about an idea of hers at this authority. */
export async function wantsIdeaMails(
  scope: Scope,
  { authorityId, staffId }: { readonly authorityId: AuthorityId; readonly staffId: StaffId },
): Promise<boolean> {
  const off = await scope.db
    .selectFrom('strategy.idea_mails_off')
    .select('since')
    .where('authority_id', '=', authorityId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  return off === undefined
}

/** Turns the mails about her own ideas at an authority on or off. Throws 403 where she does not work. */
export async function setIdeaMails(
  scope: WriteScope<StaffActor>,
  authorityId: AuthorityId,
  wanted: boolean,
): Promise<void> {
  const { memberships, staffId } = scope.actor
  const membership = memberships.find((one) => one.authorityId === authorityId && one.continuedBy === undefined)
  if (!membership) throw new ForbiddenError('does not work there')
  if (wanted)
    await scope.db
      .deleteFrom('strategy.idea_mails_off')
      .where('authority_id', '=', authorityId)
      .where('staff_id', '=', staffId)
      .execute()
  else
    await scope.db
      .insertInto('strategy.idea_mails_off')
      .values({ authority_id: authorityId, staff_id: staffId, since: scope.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  scope.record(`strategy.idea.mails_${wanted ? 'on' : 'off'}`, {
    authorityId,
    subjectId: staffId,
    role: membership.role,
  })
}
