import type { Translate } from '#kernel/i18n/translate.ts'
import { type CookiePurpose, cookieName } from '#kernel/identity/cookies.ts'
import { absoluteLimit, idleLimits } from '#kernel/identity/session-limits.ts'

export type CookieEntry = { name: string; why: string; howLong: string }

/** Every cookie that the portal sets, by the name it has at this origin. A new purpose does not compile before it is told here. */
export function cookieList(origin: string, t: Translate): CookieEntry[] {
  const limits = { minutes: idleLimits.person / 60_000, hours: absoluteLimit / 3_600_000 }
  const tokens: Record<CookiePurpose, CookieEntry> = {
    session: {
      name: cookieName(origin, 'session'),
      why: t('portal.statements.privacy.cookies.of_session.why'),
      howLong: t('portal.statements.privacy.cookies.of_session.how_long', limits),
    },
    case: {
      name: cookieName(origin, 'case'),
      why: t('portal.statements.privacy.cookies.of_case.why'),
      howLong: t('portal.statements.privacy.cookies.of_case.how_long', limits),
    },
    'sign-in': {
      name: cookieName(origin, 'sign-in'),
      why: t('portal.statements.privacy.cookies.of_sign_in.why'),
      howLong: t('portal.statements.privacy.cookies.of_sign_in.how_long'),
    },
    kept: {
      name: cookieName(origin, 'kept'),
      why: t('portal.statements.privacy.cookies.of_kept.why'),
      howLong: t('portal.statements.privacy.cookies.of_kept.how_long'),
    },
  }
  return [
    ...Object.values(tokens),
    {
      name: 'place',
      why: t('portal.statements.privacy.cookies.of_place.why'),
      howLong: t('portal.statements.privacy.cookies.of_place.how_long'),
    },
    {
      name: 'language',
      why: t('portal.statements.privacy.cookies.of_language.why'),
      howLong: t('portal.statements.privacy.cookies.of_language.how_long'),
    },
  ]
}
