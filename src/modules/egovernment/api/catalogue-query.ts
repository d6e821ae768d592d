import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { isLanguage, type Language, languages } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import { type Audience, audiences, isAudience } from '../finder/find-services.ts'
import { escapePointer } from '../forms/form-error.ts'

/** What a program asks of the catalogue. */
export type CatalogueQuery = {
  q: string
  limit: number
  after: string | undefined
  language: Language
  authorityId: AuthorityId | undefined
  life: string | undefined
  audience: Audience | undefined
}

type Parameter = 'q' | 'limit' | 'after' | 'lang' | 'authority' | 'life' | 'audience'
type Problem = { status: 400 | 422; parameter: string; message: string }
export type ReadQuery = { ok: true; query: CatalogueQuery } | { ok: false; answer: Answer }

const mostItems = 200
const longestWords = 200

/**
 * Reads the query string of a catalogue address strictly: what is not known there, given twice or impossible is refused with what would do,
 * so that a spelling mistake is never mistaken for an empty answer.
 */
export function readCatalogueQuery(
  request: Request,
  known: readonly Parameter[],
  { directory, lifeSituations = [] }: { directory: AuthorityDirectory; lifeSituations?: readonly string[] },
): ReadQuery {
  const { query, t } = request
  const problems: Problem[] = query.names().flatMap((name): Problem[] => {
    if (!known.some((one) => one === name)) {
      return [
        {
          status: 400,
          parameter: name,
          message: t('egovernment.catalogue_api.unknown_parameter', { name, known: known.join(', ') }),
        },
      ]
    }
    return query.all(name).length > 1
      ? [{ status: 400, parameter: name, message: t('egovernment.catalogue_api.repeated_parameter', { name }) }]
      : []
  })
  const read = <Value>(
    name: Parameter,
    fallback: Value,
    accept: (text: string) => Value | undefined,
    possible: string,
  ): Value => {
    const text = query.get(name)
    if (text === undefined || text === '') return fallback
    const value = accept(text)
    if (value !== undefined) return value
    const message = t('egovernment.catalogue_api.wrong_value', { name, value: text.slice(0, 60), possible })
    problems.push({ status: 422, parameter: name, message })
    return fallback
  }
  const asked: CatalogueQuery = {
    q: read('q', '', (text) => (text.length <= longestWords ? text : undefined), `1–${longestWords}`),
    limit: read('limit', 100, readLimit, `1–${mostItems}`),
    after: read<string | undefined>('after', undefined, (text) => (isSlug(text) ? text : undefined), '`next`'),
    language: read('lang', request.language, (text) => (isLanguage(text) ? text : undefined), languages.join(', ')),
    authorityId: read<AuthorityId | undefined>(
      'authority',
      request.authorityId,
      (text) => (isSlug<'authority'>(text) && directory.find(text)?.isClosed === false ? text : undefined),
      '/api/v1/authorities',
    ),
    life: read<string | undefined>(
      'life',
      undefined,
      (text) => lifeSituations.find((id) => id === text),
      lifeSituations.join(', '),
    ),
    audience: read<Audience | undefined>(
      'audience',
      undefined,
      (text) => (isAudience(text) ? text : undefined),
      audiences.join(', '),
    ),
  }
  return problems.length === 0 ? { ok: true, query: asked } : { ok: false, answer: problemAnswer(request, problems) }
}

function readLimit(text: string): number | undefined {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= mostItems ? limit : undefined
}

/** RFC 9457, with each fault by its parameter. */
function problemAnswer(request: Request, problems: readonly Problem[]): Answer {
  const status = problems.some((problem) => problem.status === 400) ? 400 : 422
  const body = {
    type: 'about:blank',
    title: request.t(`kernel.error.status_${status}`),
    status,
    detail: problems.map((problem) => problem.message).join(' '),
    reference: request.id,
    code: 'InvalidQuery',
    errors: problems.map(({ parameter, message }) => ({ path: `/${escapePointer(parameter)}`, parameter, message })),
  }
  return json(body, { status, contentType: 'application/problem+json; charset=utf-8' })
}
