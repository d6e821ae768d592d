import { type Language, locales } from '#kernel/i18n/language.ts'

// ISO 3166-1 alpha-2, and XK, which Switzerland recognises as Kosovo.
const codes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'

export const countryCodes: readonly string[] = codes.split(' ')

/** Asked for most often here: Switzerland and its neighbours stand first. */
const first = ['CH', 'LI', 'DE', 'AT', 'FR', 'IT']

export function countryName(code: string, language: Language): string {
  if (!countryCodes.includes(code)) return code
  return new Intl.DisplayNames(locales[language], { type: 'region' }).of(code) ?? code
}

/** Countries as JSON Schema names choices, by their codes. */
export function countrySchema(list: readonly string[], language: Language) {
  const names = new Map(countryOptions(language).map(({ value, label }) => [value, label]))
  return list.map((code) => ({ const: code, title: names.get(code) ?? code }))
}

const byLanguage = new Map<Language, readonly { value: string; label: string }[]>()

/** All countries by name in one language, neighbours first. */
export function countryOptions(language: Language): readonly { value: string; label: string }[] {
  const known = byLanguage.get(language)
  if (known) return known
  const named = (list: readonly string[]) => list.map((value) => ({ value, label: countryName(value, language) }))
  const { compare } = new Intl.Collator(locales[language])
  const rest = named(countryCodes.filter((code) => !first.includes(code))).sort((a, b) => compare(a.label, b.label))
  const options = [...named(first), ...rest]
  byLanguage.set(language, options)
  return options
}
