import { Stream } from './stream.ts'

const pages = ['kind', 'danger', 'municipality', 'place', 'details'] as const
const apply = '/de/kriens/services/schadensmeldung/apply'

/** What somebody filled in: the last text that was acknowledged, and the last one that was sent. */
export type DraftSoFar = { readonly cookie: string; page: number; saved: number; sent: number }

/**
 * People who fill in a form page by page in their browsers, and write the last page over again and again. After a cut line they send the page
 * again. Each text carries a number that grows.
 */
export class DraftStream extends Stream {
  readonly drafts = new Map<number, DraftSoFar>()
  saves = 0

  protected override get count(): number {
    return this.saves
  }

  protected override async step(client: number): Promise<boolean> {
    const draft = this.drafts.get(client) ?? { cookie: '', page: 0, saved: 0, sent: 0 }
    const page = pages[draft.page] ?? 'details'
    if (page === 'details') draft.sent += 1
    const answer = await this.ask(
      `${apply}/${page}`,
      {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', cookie: draft.cookie },
        body: new URLSearchParams(answersOf(page, draft.sent)),
      },
      303,
    )
    if (!answer) return false
    if (page === 'details') draft.saved = draft.sent
    const cookie = draft.cookie || cookiesOf(answer.headers)
    this.drafts.set(client, { ...draft, cookie, page: draft.page + 1 })
    this.saves += 1
    return true
  }

  /** Texts that were acknowledged and are not there any more, or nobody has written. */
  async lost(): Promise<string[]> {
    const faults: string[] = []
    for (const { cookie, saved, sent } of this.drafts.values()) {
      const answer = await this.ask(`${apply}/details`, { headers: { cookie } }, 200)
      const found = Number(
        /<textarea[^>]*name="description"[^>]*>Entwurf (\d+)<\/textarea>/.exec(answer?.text ?? '')?.[1],
      )
      if (!(found >= saved && found <= sent)) faults.push(`${found} instead of ${saved} to ${sent}`)
    }
    return faults
  }
}

function answersOf(page: (typeof pages)[number], serial: number): Record<string, string> {
  switch (page) {
    case 'kind':
      return { kind: 'road' }
    case 'danger':
      return { is_dangerous: 'no' }
    case 'municipality':
      return { municipality: '1059' }
    case 'place':
      return { 'place.text': 'Beispielplatz' }
    case 'details':
      return { description: `Entwurf ${serial}` }
  }
}

/** What a browser sends back of the cookies it was given. */
export function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
