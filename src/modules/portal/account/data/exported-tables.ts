/** Where in the export each table stands that holds something about a person. A test walks all tables, so that none is forgotten. */
export const exportedTables: Readonly<Record<string, string>> = {
  'kernel.parties': 'data/profile.json',
  'kernel.party_authorities': 'data/profile.json',
  'kernel.identities': 'data/profile.json',
  'kernel.sessions': 'data/sessions.json',
  'kernel.representations': 'data/mandates.json',
  'kernel.mandate_invitations': 'data/mandates.json',
  'kernel.mails': 'data/mails.json',
  'kernel.audit_entries': 'cases/NUMBER/case.json',
  'kernel.stored_files': 'cases/NUMBER/files',
  'portal.data_exports': 'data/exports.json',
  'egovernment.drafts': 'data/drafts.json',
  'egovernment.cases': 'cases/NUMBER/case.json',
  'egovernment.case_answers': 'cases/NUMBER/case.json',
  'egovernment.case_events': 'cases/NUMBER/case.json',
  'egovernment.case_messages': 'cases/NUMBER/case.json',
  'egovernment.case_files': 'cases/NUMBER/case.json',
  'egovernment.case_parties': 'cases/NUMBER/case.json',
  'egovernment.case_decisions': 'cases/NUMBER/case.json',
  'egovernment.case_closures': 'cases/NUMBER/case.json',
  'egovernment.case_withdrawals': 'cases/NUMBER/case.json',
  'egovernment.case_corrections': 'cases/NUMBER/case.json',
  'egovernment.correction_offers': 'cases/NUMBER/case.json',
  'egovernment.case_questions': 'cases/NUMBER/case.json',
}

/** What is left out, and why. */
export const notExportedTables: Readonly<Record<string, string>> = {
  'kernel.kept_forms': 'a form that waits sealed for a quarter of an hour; it is sent or gone',
  'kernel.sealing_keys': 'keys: with them the sealed contents above would lie open',
  'kernel.sign_ins': 'sign-ins under way, known by hashes only, gone within minutes',
  'egovernment.case_notes': 'internal notes of the authority; she is asked for access to them at the authority itself',
  'egovernment.case_assignments': 'which member of staff works on a case: data about staff',
  'egovernment.case_participants': 'which authorities take part; the history tells of it',
  'egovernment.case_access_codes': 'hashes of access codes, which say nothing',
  'egovernment.case_mail_links': 'hashes of links, which say nothing',
  'egovernment.case_tokens': 'words of the name, for the search of the authority; made from what is exported',
  'egovernment.submission_keys': 'the answer to a submission, to be given again; the case has it all',
  'egovernment.archive_offers': 'what the archive said about a whole case, by staff; of her it says nothing',
  'egovernment.erasure_proposal_cases':
    'which batch of old cases a case was proposed in, by staff; of her it says nothing',
  'egovernment.draft_links': 'hashes of links, which say nothing',
}
