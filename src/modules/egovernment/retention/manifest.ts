import type { Module } from '#kernel/module.ts'
import { eraseBatch } from './erase-batch.ts'
import { noteOlder } from './note-retention.ts'

export const retentionJobs: NonNullable<Module['jobs']> = {
  'egovernment.erase_cases': {
    purpose: 'erasure',
    about: 'Erases the cases of a batch that two people agreed on.',
    handler: eraseBatch,
  },
  'egovernment.note_retention': {
    purpose: 'retention-days',
    about: 'Notes until when cases are kept: of those that were withdrawn, and of a service whose rule has changed.',
    handler: noteOlder,
  },
}

export const retentionSchedules: NonNullable<Module['schedules']> = [
  { job: 'egovernment.note_retention', cron: '47 3 * * *' },
]
