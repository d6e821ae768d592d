import type { FieldType } from './field-type.ts'
import { ahvNumber } from './field-types/ahv-number/ahv-number.tsx'
import { choice } from './field-types/choice/choice.tsx'
import { choices } from './field-types/choices/choices.tsx'
import { country } from './field-types/country/country.tsx'
import { date } from './field-types/date/date.tsx'
import { declaration } from './field-types/declaration/declaration.tsx'
import { email } from './field-types/email/email.tsx'
import { file } from './field-types/file/file.tsx'
import { group } from './field-types/group/group.tsx'
import { iban } from './field-types/iban/iban.tsx'
import { longText } from './field-types/long-text/long-text.tsx'
import { money } from './field-types/money/money.tsx'
import { municipality } from './field-types/municipality/municipality.tsx'
import { number } from './field-types/number/number.tsx'
import { personName } from './field-types/person-name/person-name.tsx'
import { phone } from './field-types/phone/phone.tsx'
import { place } from './field-types/place/place.tsx'
import { postalAddress } from './field-types/postal-address/postal-address.tsx'
import { staticText } from './field-types/static-text/static-text.tsx'
import { textType } from './field-types/text/text.tsx'
import { time } from './field-types/time/time.tsx'
import { uid } from './field-types/uid/uid.tsx'
import { url } from './field-types/url/url.tsx'
import { yesNo } from './field-types/yes-no/yes-no.tsx'
import type { FormField } from './form.ts'

/** All types of field. A new one is a folder and one line here. */
export function fieldTypes(): readonly FieldType[] {
  return [
    ahvNumber,
    choice,
    choices,
    country,
    date,
    declaration,
    email,
    file,
    group,
    iban,
    longText,
    money,
    municipality,
    number,
    personName,
    phone,
    place,
    postalAddress,
    staticText,
    textType,
    time,
    uid,
    url,
    yesNo,
  ]
}

let byName: ReadonlyMap<string, FieldType> | undefined

/** The type of that name, if there is one. */
export function findFieldType(name: string): FieldType | undefined {
  byName ??= new Map(fieldTypes().map((type) => [type.name, type]))
  return byName.get(name)
}

/** The type of a field of a published form; parsing has made sure that there is one. */
export function typeOf(field: FormField): FieldType {
  const type = findFieldType(field.type)
  if (!type) throw new TypeError(`field ${field.id} has the unknown type ${field.type}`)
  return type
}
