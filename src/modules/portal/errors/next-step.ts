import { ownPath } from '#kernel/http/address.ts'
import type { Request } from '#kernel/http/route.ts'

export type NextStep = 'retry' | 'send_again' | 'sign_in' | 'search' | 'go_back'

/** What helps most after an answer of this status. What comes by itself (a part is away, too many requests) can be tried again as it was. */
export function nextStep(status: number, method: string): NextStep {
  if (status === 401 || status === 403) return 'sign_in'
  if (status === 404 || status === 410) return 'search'
  if (status === 429 || status >= 500) return method === 'POST' ? 'send_again' : 'retry'
  return 'go_back'
}

/** Everything a form sent, in order, to be sent again. */
export function keptFields({ form }: Pick<Request, 'form'>): { name: string; value: string }[] {
  return form.names().flatMap((name) => form.all(name).map((value) => ({ name, value })))
}

/** The page of ours that a person came from, as a path; undefined when she came from elsewhere. */
export function whereFrom(request: Pick<Request, 'header' | 'url'>): string | undefined {
  const referrer = request.header('referer') ?? ''
  if (!URL.canParse(referrer)) return undefined
  const { origin, pathname, search } = new URL(referrer)
  return origin === new URL(request.url('/')).origin ? ownPath(`${pathname}${search}`) : undefined
}
