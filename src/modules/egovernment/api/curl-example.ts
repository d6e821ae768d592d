import type { Operation } from '#kernel/http/operation.ts'

/** A line for the shell that can be pasted. Names in capitals are to be filled in. */
export function curlExample({ method, path, access, scope, body, headers = [] }: Operation, origin: string): string {
  const filled = path
    .replace(':id', 'umzug')
    .replace(':number', 'NUMBER')
    .replace(':draft', 'ID')
    .replace(':page', 'danger')
    .replace(':authority', 'kanton-luzern')
    .replace(':dataset', 'gemeinden')
    .replace(':tableid', 'TABLE')
    .replace(':table', 'gemeinden')
  const isUpload = body?.type === 'multipart/form-data'
  const verb = method === 'GET' || (method === 'POST' && body) ? '' : `-X ${method} `
  const parts = [`curl -s ${verb}'${origin}${filled}'`]
  if (access === 'key' || (scope !== undefined && access === 'optional_key'))
    parts.push(`-H 'Authorization: Bearer KEY'`)
  if (access === 'code_or_key') parts.push(`-H 'X-Access-Code: CODE'`)
  if (access === 'draft_token') parts.push(`-H 'X-Draft-Token: TOKEN'`)
  for (const name of headers) parts.push(name === 'If-Match' ? `-H 'If-Match: "1"'` : `-H '${name}: UNIQUE-TEXT'`)
  if (isUpload) parts.push('-F file=@FILE')
  else if (body && body.type !== 'application/json')
    parts.push(`-H 'Content-Type: ${body.type}'`, '--data-binary @FILE')
  else if (body) parts.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body.example ?? {})}'`)
  return parts.join(' \\\n  ')
}
