import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { Lines } from '../desk/lines.tsx'
import { mayDo } from './case.ts'
import type { CaseView } from './read-case-view.ts'

/** Corrections that she offered, what became of them, and the way to offer one while the case is open. */
export function OwnOffers({ view, t, href }: { view: CaseView; t: Translate; href: string }) {
  const { offers } = view.details
  const isOpen = offers.some(({ isAccepted }) => isAccepted === null)
  const mayOffer = view.mayAct && !isOpen && mayDo('applicant', 'offer_correction', view.record.status)
  if (offers.length === 0 && !mayOffer) return null
  return (
    <section aria-labelledby="offers">
      <h2 id="offers">{t('egovernment.correction.own')}</h2>
      {offers.map(({ id, offeredAt, note, isAccepted, reason }) => (
        <article key={id}>
          <h3>
            {formatInstant(offeredAt, t.language)}:{' '}
            {t(`egovernment.correction.state.${isAccepted === null ? 'open' : isAccepted ? 'accepted' : 'refused'}`)}
          </h3>
          <Lines text={note} />
          {reason !== null && (
            <>
              <p>{t('egovernment.correction.refused_because', { authority: view.authority })}</p>
              <Lines text={reason} />
            </>
          )}
        </article>
      ))}
      {mayOffer && (
        <>
          <p>{t('egovernment.correction.own_text')}</p>
          <p>
            <LinkButton href={href} variant="secondary">
              {t('egovernment.correction.offer')}
            </LinkButton>
          </p>
        </>
      )}
    </section>
  )
}
