import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import { examineFile } from '#kernel/files/examine-file.ts'
import type { LooseFile } from '#kernel/http/loose-files.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { requireSteward } from '../catalogue/workbench.ts'
import { type FileKey, insertFileVersion, listFileVersions } from './file-version.ts'
import { type FileFault, tellFile } from './tell-file.ts'

/** What the distribution says of its document from then on. */
export type KeptFile = Required<Pick<Distribution, 'format' | 'mediaType' | 'byteSize' | 'sha256' | 'fileName'>>

/**
 * Keeps a document of a data set as its next version: what it is is told by its content, a PDF is looked into by a process of its own, the virus scanner
 * sees it where there is one. The same document again makes no version. Throws 403, and 503 where scanner or store are away.
 */
export async function keepFile(
  kernel: Kernel,
  actor: StaffActor,
  key: FileKey,
  sent: LooseFile,
): Promise<{ readonly kept: KeptFile } | { readonly fault: FileFault | 'infected' }> {
  const told = await tellFile(sent.path, sent.name)
  if ('fault' in told) return told
  const content = () => createReadStream(sent.path)
  const harm = told.format === 'PDF' ? await examineFile('application/pdf', content(), actor.staffId) : undefined
  if (harm) return { fault: harm }
  if (kernel.scanner && !(await kernel.scanner.scan(content())).isClean) return { fault: 'infected' }
  const hash = createHash('sha256')
  for await (const chunk of content()) hash.update(chunk)
  const sha256 = hash.digest('hex')
  const { format } = told
  const name = sent.name.slice(0, 200)
  const mediaType = fileFormats[format]?.mediaType ?? 'application/octet-stream'
  const kept = { format, mediaType, byteSize: sent.size, sha256, fileName: name }
  const [latest] = await kernel.database.read(actor, (scope) =>
    listFileVersions(scope, key.fileId, { isPublic: false }),
  )
  if (latest?.sha256 === sha256 && latest.name === name) return { kept }
  const file = `od-${v7()}`
  await kernel.files.put(file, content())
  try {
    await kernel.database.write(actor, async (scope) => {
      requireSteward(scope, key.authorityId)
      await insertFileVersion(scope, key, { file, name, sha256, bytes: sent.size, format })
      scope.record('opendata.file.kept', { authorityId: key.authorityId, subjectId: key.dataSetId })
    })
  } catch (error) {
    await kernel.files.delete(file).catch(() => {})
    throw error
  }
  return { kept }
}
