import type { Authority, OpeningHours } from '#kernel/authorities/authority.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { hoursLines } from '#modules/egovernment/public.ts'
import { SummaryList, type SummaryRow } from '#ui/components/summary-list/summary-list.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'

/** How to reach the authority that answers for a page. What has no source is marked as an example. */
export function ContactBlock({ authority, t }: { authority: Authority; t: Translate }) {
  const rows = [...contactRows(authority, t), ...hoursRows(authority.openingHours, t)]
  return (
    <section>
      <h2 id="contact">{t('portal.statements.contact.title')}</h2>
      <SummaryList rows={rows} />
      <p class="field-hint">{t('portal.statements.contact.example_note')}</p>
    </section>
  )
}

function contactRows({ contact, name }: Authority, t: Translate): SummaryRow[] {
  if (!contact) return []
  const { street, postcode, locality, phone, email, website } = contact
  const isExample = contact.source === null
  const lines = [textIn(name, t.language), street, `${postcode} ${locality}`].filter((line) => line !== undefined)
  return [
    {
      key: t('portal.statements.contact.address'),
      value: <Marked text={lines.join('\n')} isExample={isExample} t={t} />,
    },
    ...(phone === undefined
      ? []
      : [
          {
            key: t('portal.statements.contact.phone'),
            value: <Marked text={phone} href={`tel:${phone.replaceAll(' ', '')}`} isExample={isExample} t={t} />,
          },
        ]),
    ...(email === undefined
      ? []
      : [
          {
            key: t('portal.statements.contact.email'),
            value: (
              <Marked text={email} href={`mailto:${email}`} isExample={isExample || email.endsWith('.example')} t={t} />
            ),
          },
        ]),
    ...(website === undefined
      ? []
      : [
          {
            key: t('portal.statements.contact.website'),
            value: <Marked text={website} href={website} isExample={isExample} t={t} />,
          },
        ]),
  ]
}

type MarkedProps = { text: string; href?: string; isExample: boolean; t: Translate }

function Marked({ text, href, isExample, t }: MarkedProps) {
  return (
    <>
      {href === undefined ? text : <a href={href}>{text}</a>}
      {isExample && (
        <>
          {' '}
          <Tag kind="neutral">{t('portal.statements.example')}</Tag>
        </>
      )}
    </>
  )
}

function hoursRows(hours: OpeningHours | null, t: Translate): SummaryRow[] {
  if (!hours) return []
  const lines = hoursLines(hours, t.language).map(({ days, spans }) => `${days} ${spans.join(', ')}`)
  const value = <Marked text={lines.join('\n')} isExample={hours.source === null} t={t} />
  return [{ key: t('portal.statements.contact.hours'), value }]
}
