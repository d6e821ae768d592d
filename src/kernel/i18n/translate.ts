import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, locales } from './language.ts'

export type MessageValues = Readonly<Record<string, string | number>>

/**
 * Gives the message of a key in one language, with its values filled in (ICU MessageFormat: plurals, selects).
 * Throws for an unknown key: a missing text is a fault that the tests find, never an empty spot on a page.
 */
export interface Translate {
  (key: string, values?: MessageValues): string
  readonly language: Language
  /** Whether the key exists; for the few places where a text is optional. */
  has(key: string): boolean
}

/** Messages of one language by full key, such as `egovernment.case.close.reason`. */
export type Catalogue = ReadonlyMap<string, string>

type Format = (values: MessageValues) => string

// Texts and bare names in braces, without the apostrophe that ICU quotes with.
const onlyNames = /^(?:[^{}']|\{\w+\})*$/

/** Most messages only have values put between texts: these are joined here, thousands of times a second. All others are left to ICU. */
function compile(message: string, language: Language): Format {
  const icu = new IntlMessageFormat(message, locales[language], undefined, { ignoreTag: true })
  const byIcu = rememberCounts((values) => String(icu.format({ ...values })))
  if (!onlyNames.test(message)) return byIcu
  const parts = message.split(/\{(\w+)\}/)
  return (values) => {
    let text = ''
    for (const [index, part] of parts.entries()) {
      const value = index % 2 === 0 ? part : values[part]
      if (value === undefined) return byIcu(values)
      text += value
    }
    return text
  }
}

const mostRemembered = 1_000

/** Plurals of a count alone («in 3 Tagen») are the same for each row of a list, and ICU takes as long as a small page for each. */
function rememberCounts(format: Format): Format {
  const known = new Map<string, string>()
  return (values) => {
    const [[name, count] = [], ...others] = Object.entries(values)
    if (typeof count !== 'number' || others.length > 0) return format(values)
    const key = `${name} ${count}`
    const text = known.get(key) ?? format(values)
    if (known.size < mostRemembered) known.set(key, text)
    return text
  }
}

export function createTranslate(language: Language, catalogue: Catalogue): Translate {
  const compiled = new Map<string, Format>()

  const translate = (key: string, values?: MessageValues): string => {
    const message = catalogue.get(key)
    if (message === undefined) throw new Error(`message ${key} is missing in ${language}`)
    if (!message.includes('{')) return message
    let format = compiled.get(key)
    if (!format) {
      format = compile(message, language)
      compiled.set(key, format)
    }
    return format(values ?? {})
  }
  return Object.assign(translate, { language, has: (key: string) => catalogue.has(key) })
}
