import type { FormBody } from '#kernel/http/form-body.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type MandateRight, type MandateTerms, mandateRights } from '#kernel/identity/mandate.ts'
import { isSlug, type ServiceId } from '#kernel/ids.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import type { DatePart } from '#ui/components/date-field/date-field.tsx'

/** What was typed into the form of a mandate or an invitation, and what is wrong with it, by field. */
export type MandateForm = {
  readonly email: string
  readonly mandate: string
  readonly scope: 'all' | 'some'
  readonly services: readonly string[]
  readonly situations: readonly string[]
  readonly right: MandateRight
  readonly from: Record<DatePart, string>
  readonly to: Record<DatePart, string>
  readonly faults: Readonly<Partial<Record<MandateField, string>>>
}
type MandateField = 'email' | 'mandate' | 'scope' | 'right' | 'from' | 'to'

const noDay = { day: '', month: '', year: '' }

export const blankMandateForm: MandateForm = {
  email: '',
  mandate: '',
  scope: 'all',
  services: [],
  situations: [],
  right: 'submit',
  from: noDay,
  to: noDay,
  faults: {},
}

/** A mandate as it stands, to be changed. */
export function formOfMandate(terms: MandateTerms): MandateForm {
  return {
    ...blankMandateForm,
    mandate: terms.mandate,
    scope: terms.services === 'all' ? 'all' : 'some',
    services: terms.services === 'all' ? [] : terms.services,
    right: terms.right,
    to: terms.validTo === null ? noDay : partsOf(terms.validTo),
  }
}

type Known = {
  readonly serviceIds: readonly ServiceId[]
  readonly situations: ReadonlyMap<string, readonly ServiceId[]>
}

export type MandateReading =
  | { readonly ok: true; readonly email: string; readonly terms: MandateTerms }
  | { readonly ok: false; readonly form: MandateForm }

/**
 * Reads a mandate as it was typed. A life situation stands for the services that belong to it today: one that comes later is not
 * handed out unseen. `before`: the services it covers so far, which stay choosable when they are no longer offered.
 */
export function readMandateForm(
  body: FormBody,
  known: Known,
  options: { readonly today: IsoDate; readonly needsEmail: boolean; readonly before?: readonly ServiceId[] },
): MandateReading {
  const faults: Partial<Record<MandateField, string>> = {}
  const email = (body.get('email') ?? '').trim()
  if (options.needsEmail && !isMailAddress(email)) faults.email = 'email'
  const mandate = (body.get('mandate') ?? '').normalize('NFC').trim()
  if (!isOneLine(mandate)) faults.mandate = 'mandate'
  const right = mandateRights.find((one) => one === body.get('right'))
  if (!right) faults.right = 'right'

  const scope = body.get('scope') === 'all' ? 'all' : 'some'
  const choosable = [...known.serviceIds, ...(options.before ?? [])]
  const named = body.all('service').filter((id) => isSlug<'service'>(id) && choosable.includes(id))
  const situations = body.all('situation').filter((id) => known.situations.has(id))
  const all = [...named, ...situations.flatMap((id) => known.situations.get(id) ?? [])]
  const services = choosable.filter((id, index) => all.includes(id) && choosable.indexOf(id) === index)
  if (scope === 'some' && services.length === 0) faults.scope = 'services'
  if (scope === 'some' && right === 'manage') faults.right = 'manage_all'

  const [from, to] = [readDay(body, 'from'), readDay(body, 'to')]
  if (from === undefined) faults.from = 'day'
  const validFrom = from || options.today
  if (to === undefined) faults.to = 'day'
  else if (to !== '' && to < validFrom) faults.to = 'order'
  else if (to !== '' && to < options.today) faults.to = 'past'

  if (Object.keys(faults).length > 0 || !right)
    return {
      ok: false,
      form: {
        email,
        mandate,
        scope,
        services: named,
        situations,
        right: right ?? 'submit',
        from: typedDay(body, 'from'),
        to: typedDay(body, 'to'),
        faults,
      },
    }
  return {
    ok: true,
    email,
    terms: { mandate, services: scope === 'all' ? 'all' : services, right, validFrom, validTo: to || null },
  }
}

export function isOneLine(text: string): boolean {
  return text.length > 0 && text.length <= 120 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text)
}

/** A day of three parts; empty where none was typed, undefined where it is none. */
function readDay(body: FormBody, name: string): IsoDate | '' | undefined {
  const { day, month, year } = typedDay(body, name)
  if (day === '' && month === '' && year === '') return ''
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(text) ? text : undefined
}

function typedDay(body: FormBody, name: string): Record<DatePart, string> {
  const part = (which: DatePart) => (body.get(`${name}.${which}`) ?? '').trim().slice(0, 4)
  return { day: part('day'), month: part('month'), year: part('year') }
}

function partsOf(date: string): Record<DatePart, string> {
  const [year = '', month = '', day = ''] = date.split('-')
  return { day, month, year }
}
