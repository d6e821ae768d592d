import { verifyAuditCommand } from '../kernel/audit/verify-audit-command.ts'
import { withDatabase } from './with-database.ts'

await withDatabase(({ settings, database }) =>
  verifyAuditCommand({
    database,
    dataFolder: settings.dataFolder,
    args: process.argv.slice(2),
    say: (line) => process.stdout.write(`${line}\n`),
  }),
)
