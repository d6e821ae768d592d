import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type AuthorityId, type CaseId, slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { EventHandler, JobHandler, Module } from '#kernel/module.ts'
import { type CaseContact, findContact } from '../cases/case-contact.ts'
import { CaseErasedError } from '../cases/case-key.ts'
import { findCase } from '../cases/case-queries.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { lockAccess } from '../cases/lock-access.ts'
import { type MailLinkPurpose, makeMailLink, mayMailLink } from '../cases/renew-access-code.ts'
import { findOtherReaders, listAccountReaders } from './other-readers.ts'

/** What people are told of by mail. A mail says that there is something to look at and where, never what. */
const told = [
  'received',
  'question_asked',
  'correction_requested',
  'correction_accepted',
  'correction_refused',
  'message_sent',
  'decided',
  'closed',
  'reopened',
  'withdrawn',
  'file_infected',
  'claimed',
  'access_code_renewed',
  'party_removed',
] as const
type Told = (typeof told)[number]

const purpose = 'case-mail'
const subscriber = 'notice'

type MailScope = WriteScope<SystemActor>

/** Subscriptions: after each of these facts the applicant gets a mail in her language. */
export const noticeListens: NonNullable<Module['listens']> = told.map((fact) => ({
  event: `egovernment.case_${fact}`,
  subscriber,
  purpose,
  handler: tellApplicant(fact),
}))

export const noticeJobs: NonNullable<Module['jobs']> = {
  'egovernment.mail_case_link': {
    purpose,
    about: 'Mails a link that confirms an address or leads to a new access code.',
    handler: mailLink,
  },
}

function tellApplicant(fact: Told): EventHandler {
  return async (scope, { key, authorityId, payload, kernel }) => {
    const found = await findReader(scope, kernel, authorityId, payload.caseId)
    if (!found)
      return fact === 'party_removed'
        ? tellAccounts(scope, kernel, { authorityId, caseId: payload.caseId, key })
        : undefined
    const { record, contact } = found
    const others = await findOtherReaders(scope, record, contact)
    if (others) {
      // Whoever handed it in for a firm sees it no more: those are told who see it now.
      for (const reader of others)
        mailOf(scope, kernel, {
          ...{ record, text: fact, key: `${key}/${reader.readerId}` },
          contact: { ...contact, ...reader },
          link: addressOf(kernel, reader, `/cases/${record.number}`),
        })
      return
    }
    if (!contact.isConfirmed) {
      // Anybody could have typed this address: it gets one mail, which asks whether it is right.
      if (fact === 'received')
        mailOf(scope, kernel, {
          ...found,
          key,
          text: 'confirm_address',
          link: linkTo(scope, kernel, record, contact, 'confirm_address'),
        })
      return
    }
    mailOf(scope, kernel, { ...found, key, text: fact, link: addressOf(kernel, contact, `/cases/${record.number}`) })
  }
}

/** The address of the case went with who was taken out of it: who sees it in an account is told there. */
async function tellAccounts(
  scope: MailScope,
  kernel: Kernel,
  { authorityId, caseId, key }: { authorityId: unknown; caseId: unknown; key: string },
): Promise<void> {
  const record = await findReadable(scope, authorityId, caseId)
  if (!record) return
  for (const reader of await listAccountReaders(scope, record))
    mailOf(scope, kernel, {
      ...{ record, text: 'party_removed', key: `${key}/${reader.readerId}` },
      contact: { ...reader, partyId: reader.readerId },
      link: addressOf(kernel, reader, `/cases/${record.number}`),
    })
}

async function mailLink(...[scope, { key, payload, kernel }]: Parameters<JobHandler>): Promise<void> {
  const wanted = payload.purpose
  if (wanted !== 'renew_code' && wanted !== 'confirm_address') return
  if (typeof payload.caseId !== 'string') return
  // Whoever is being taken out right now gets none.
  await lockAccess(scope, { caseId: uuid(payload.caseId) })
  const found = await findReader(scope, kernel, payload.authorityId, payload.caseId)
  if (!found) return
  // What a clerk orders goes out, whoever asked before.
  if (payload.isOrdered !== true && !(await mayMailLink(scope, found.record))) return
  // No link to a case goes to an address whose owner sees it no more; the others have it in their account.
  if (await findOtherReaders(scope, found.record, found.contact)) return
  mailOf(scope, kernel, {
    ...found,
    key,
    text: wanted,
    link: linkTo(scope, kernel, found.record, found.contact, wanted),
  })
}

type Reader = { record: CaseRecord; contact: CaseContact }

/** The case with who is written to; undefined when there is nobody, or the case has been erased meanwhile. */
async function findReader(
  scope: MailScope,
  kernel: Kernel,
  authority: unknown,
  caseId: unknown,
): Promise<Reader | undefined> {
  const record = await findReadable(scope, authority, caseId)
  if (!record) return undefined
  try {
    const contact = await findContact(scope, kernel, record)
    return contact && { record, contact }
  } catch (error) {
    if (error instanceof CaseErasedError) return undefined
    throw error
  }
}

async function findReadable(scope: MailScope, authority: unknown, caseId: unknown): Promise<CaseRecord | undefined> {
  if (typeof authority !== 'string' || typeof caseId !== 'string') return undefined
  const ref: { authorityId: AuthorityId; caseId: CaseId } = { authorityId: slug(authority), caseId: uuid(caseId) }
  const record = await findCase(scope, ref)
  return record?.isErased ? undefined : record
}

type Notice = {
  record: CaseRecord
  contact: Pick<CaseContact, 'email' | 'language' | 'partyId'>
  key: string
  text: Told | MailLinkPurpose
  link: string
}

function mailOf(scope: MailScope, kernel: Kernel, { record, contact, key, text, link }: Notice): void {
  const t = kernel.translators[contact.language]
  const values = { number: record.number, authority: kernel.authorities.nameOf(record.authorityId, contact.language) }
  sendMail(scope, {
    key: `case/${record.caseId}/${text}/${key}`,
    to: contact.email,
    language: contact.language,
    subject: t(`egovernment.notices.${text}.subject`, values),
    text: [
      t('egovernment.notices.greeting'),
      t(`egovernment.notices.${text}.text`, values),
      link,
      t('egovernment.notices.regards', values),
    ].join('\n\n'),
    ...(contact.partyId === null ? {} : { partyId: contact.partyId }),
    aboutId: record.caseId,
  })
}

function linkTo(
  scope: MailScope,
  kernel: Kernel,
  record: CaseRecord,
  contact: CaseContact,
  wanted: MailLinkPurpose,
): string {
  const token = makeMailLink(scope, record, contact, wanted)
  const path = wanted === 'renew_code' ? `/cases/new-code/${token}` : `/cases/confirmation/${token}`
  return addressOf(kernel, contact, path)
}

function addressOf({ settings }: Kernel, { language }: Pick<CaseContact, 'language'>, path: string): string {
  return settings.origin + withPrefix({ language }, path)
}
