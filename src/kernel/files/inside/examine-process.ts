// Looks into one file that a stranger sent: content on standard input, its type as argument, what it is on standard output. Started by `examine-file.ts`.
import { buffer } from 'node:stream/consumers'
import { Budget, InsideError } from './budget.ts'
import { lookIntoPdf } from './look-into-pdf.ts'
import { lookIntoZip } from './look-into-zip.ts'
import { opensWithoutPassword } from './pdf-pages.ts'

const [type] = process.argv.slice(2)

async function examine(content: Buffer): Promise<string> {
  const budget = new Budget(content.length)
  try {
    if (type !== 'application/pdf') lookIntoZip(content, budget)
    else if (lookIntoPdf(content, budget).isEncrypted && !(await opensWithoutPassword(content))) return 'encrypted'
    return 'fine'
  } catch (error) {
    if (error instanceof InsideError) return error.fault
    throw error
  }
}

process.stdout.write(JSON.stringify(await examine(await buffer(process.stdin))))
