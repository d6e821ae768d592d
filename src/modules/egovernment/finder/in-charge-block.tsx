import type { Authority, Contact, OpeningHours } from '#kernel/authorities/authority.ts'
import type { InCharge } from '#kernel/authorities/queries.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Tag } from '#ui/components/tag/tag.tsx'
import { hoursLines } from './opening-hours.ts'

type InChargeBlockProps = { authority: Authority; inCharge: InCharge | undefined; language: Language; t: Translate }

/** Which unit is in charge in a municipality, and how to reach it. A unit without own address or hours has those of its authority. */
export function InChargeBlock({ authority, inCharge, language, t }: InChargeBlockProps) {
  const place = textIn(authority.name, language)
  const contact = inCharge?.unit.contact ?? inCharge?.authority.contact ?? authority.contact
  const hours = inCharge?.unit.openingHours ?? inCharge?.authority.openingHours ?? authority.openingHours
  const isElsewhere = inCharge !== undefined && inCharge.authority.id !== authority.id
  return (
    <>
      <p>
        {t('egovernment.service.in_charge', { place })}
        <br />
        <strong>{inCharge ? textIn(inCharge.unit.name, language) : place}</strong>
        {isElsewhere && <>, {textIn(inCharge.authority.name, language)}</>}
      </p>
      {contact && <ContactLines contact={contact} />}
      {hours && <Hours hours={hours} language={language} t={t} />}
      <ExampleNote contact={contact} hours={hours} t={t} />
    </>
  )
}

function ContactLines({ contact }: { contact: Contact }) {
  const { street, postcode, locality, phone, email } = contact
  return (
    <address class="contact-lines">
      {street && (
        <>
          {street}
          <br />
        </>
      )}
      {postcode} {locality}
      {phone && (
        <>
          <br />
          <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
        </>
      )}
      {email && (
        <>
          <br />
          <a href={`mailto:${email}`}>{email}</a>
        </>
      )}
    </address>
  )
}

function Hours({ hours, language, t }: { hours: OpeningHours; language: Language; t: Translate }) {
  return (
    <>
      <h3>{t('egovernment.service.hours')}</h3>
      <dl class="opening-hours">
        {hoursLines(hours, language).map(({ days, spans }) => (
          <div key={days}>
            <dt>{days}</dt>
            <dd>{spans.join(', ')}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Says which of the two was invented for the demo: what has a source is not marked. */
function ExampleNote({ contact, hours, t }: { contact: Contact | null; hours: OpeningHours | null; t: Translate }) {
  const invented = [...(contact?.source === null ? ['contact'] : []), ...(hours?.source === null ? ['hours'] : [])]
  if (invented.length === 0) return null
  return (
    <p>
      <Tag kind="neutral">{t('egovernment.service.example')}</Tag>{' '}
      {t('egovernment.service.invented', { what: invented.length === 2 ? 'both' : (invented[0] ?? '') })}
    </p>
  )
}
