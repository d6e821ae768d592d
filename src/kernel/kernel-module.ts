import { exportHeadsJob } from './audit/export-heads.ts'
import { removeFiles, sweepFiles } from './files/delete-files.ts'
import { drawPreviewJob } from './files/draw-preview.ts'
import { uploadRoutes } from './files/resumable/upload-routes.ts'
import { checkDueFiles, scanFile } from './files/scanner/scan-file.ts'
import { operationsRoutes } from './http/operations-routes.ts'
import { revocationEvents, revocationListens, revokeAgain } from './identity/revocations.ts'
import { deliverMail, resendMails, tidyMails } from './mail/mail-jobs.ts'
import type { Module } from './module.ts'

/** The kernel's own jobs, schedules and routes, in the form every module has. `migrations` names those the program was written for. */
export function createKernelModule({ migrations }: { migrations: () => readonly string[] }): Module {
  return {
    name: 'kernel',
    uses: [],
    routes: (kernel) => [...operationsRoutes(kernel, migrations), ...uploadRoutes(kernel)],
    permissions: { 'kernel.operations.look': ['anyone'], 'kernel.upload.send': ['anyone'] },
    jobs: {
      'kernel.send_mail': { purpose: 'mail', about: 'Sends one mail.', handler: deliverMail },
      'kernel.resend_mails': { purpose: 'mail', about: 'Asks again for mails that still wait.', handler: resendMails },
      'kernel.tidy_mails': {
        purpose: 'mail',
        about: 'Removes addresses and mails that are no longer needed.',
        handler: tidyMails,
      },
      'kernel.remove_files': {
        purpose: 'files',
        about: 'Takes the bytes of deleted files out of the store.',
        handler: removeFiles,
      },
      'kernel.sweep_files': {
        purpose: 'files',
        about: 'Deletes files that nobody attached within two days.',
        handler: sweepFiles,
      },
      'kernel.scan_file': {
        purpose: 'files',
        about: 'Has the virus scanner look at one file; until then nobody opens it.',
        handler: scanFile,
      },
      'kernel.draw_preview': {
        purpose: 'files',
        about: 'Makes small pictures of the first pages of a file.',
        handler: drawPreviewJob,
      },
      'kernel.check_due_files': {
        purpose: 'files',
        about: 'Asks again for scans and previews that did not succeed.',
        handler: checkDueFiles,
      },
      'kernel.export_audit_heads': {
        purpose: 'audit',
        about: 'Writes the heads of the audit chains to a file, to be copied off the machine.',
        handler: exportHeadsJob,
      },
    },
    events: {
      'kernel.file_infected': {
        version: 1,
        about: 'Malware was found in a file; its content is gone.',
        payload: ['fileId', 'ownerKind', 'ownerId'],
      },
      ...revocationEvents,
    },
    listens: revocationListens,
    eraseAgain: revokeAgain,
    momentary: [
      'kernel.sessions',
      'kernel.passkey_challenges',
      'kernel.sign_ins',
      'kernel.kept_forms',
      'kernel.mandate_invitations',
    ],
    schedules: [
      { job: 'kernel.check_due_files', cron: '* * * * *' },
      { job: 'kernel.resend_mails', cron: '*/15 * * * *' },
      { job: 'kernel.tidy_mails', cron: '20 3 * * *' },
      { job: 'kernel.sweep_files', cron: '40 * * * *' },
      { job: 'kernel.export_audit_heads', cron: '50 23 * * *' },
    ],
  }
}
