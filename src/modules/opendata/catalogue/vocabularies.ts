import type { LocalText } from '#kernel/i18n/language.ts'

/** Where codes of the European Union stand for concepts: `{euVocabulary}/data-theme/ENVI`. */
export const euVocabulary = 'http://publications.europa.eu/resource/authority'

/** Where the four terms of use of opendata.swiss stand: `{licenceVocabulary}/terms_open`. */
export const licenceVocabulary = 'http://dcat-ap.ch/vocabulary/licenses'

/** Themes of data sets (EU vocabulary «data-theme», which DCAT-AP CH 2 and 3 both ask for). */
export const themes = [
  'AGRI',
  'ECON',
  'EDUC',
  'ENER',
  'ENVI',
  'GOVE',
  'HEAL',
  'INTR',
  'JUST',
  'REGI',
  'SOCI',
  'TECH',
  'TRAN',
] as const
export type Theme = (typeof themes)[number]

/** What the themes are called (EU Vocabularies, authority table «data-theme», http://publications.europa.eu/resource/authority/data-theme). */
export const themeLabels: Readonly<Record<Theme, LocalText>> = {
  AGRI: {
    de: 'Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel',
    fr: 'Agriculture, pêche, sylviculture et alimentation',
    it: 'Agricoltura, pesca, silvicoltura e prodotti alimentari',
    en: 'Agriculture, fisheries, forestry and food',
  },
  ECON: {
    de: 'Wirtschaft und Finanzen',
    fr: 'Économie et finances',
    it: 'Economia e finanze',
    en: 'Economy and finance',
  },
  EDUC: {
    de: 'Bildung, Kultur und Sport',
    fr: 'Éducation, culture et sport',
    it: 'Istruzione, cultura e sport',
    en: 'Education, culture and sport',
  },
  ENER: { de: 'Energie', fr: 'Énergie', it: 'Energia', en: 'Energy' },
  ENVI: { de: 'Umwelt', fr: 'Environnement', it: 'Ambiente', en: 'Environment' },
  GOVE: {
    de: 'Regierung und öffentlicher Sektor',
    fr: 'Gouvernement et secteur public',
    it: 'Governo e settore pubblico',
    en: 'Government and public sector',
  },
  HEAL: { de: 'Gesundheit', fr: 'Santé', it: 'Salute', en: 'Health' },
  INTR: {
    de: 'Internationale Themen',
    fr: 'Questions internationales',
    it: 'Tematiche internazionali',
    en: 'International issues',
  },
  JUST: {
    de: 'Justiz, Rechtssystem und öffentliche Sicherheit',
    fr: 'Justice, système juridique et sécurité publique',
    it: 'Giustizia, sistema giuridico e sicurezza pubblica',
    en: 'Justice, legal system and public safety',
  },
  REGI: { de: 'Regionen und Städte', fr: 'Régions et villes', it: 'Regioni e città', en: 'Regions and cities' },
  SOCI: {
    de: 'Bevölkerung und Gesellschaft',
    fr: 'Population et société',
    it: 'Popolazione e società',
    en: 'Population and society',
  },
  TECH: {
    de: 'Wissenschaft und Technologie',
    fr: 'Science et technologie',
    it: 'Scienza e tecnologia',
    en: 'Science and technology',
  },
  TRAN: { de: 'Verkehr', fr: 'Transports', it: 'Trasporti', en: 'Transport' },
}

/**
 * Themes of DCAT-AP CH version 1 and what each is called today (vocabulary «themes» of dcat-ap.ch, version 20231122, its
 * `skos:mappingRelation`).
 */
export const formerThemes: Readonly<Record<string, Theme>> = {
  work: 'ECON',
  construction: 'SOCI',
  population: 'SOCI',
  education: 'EDUC',
  energy: 'ENER',
  finances: 'ECON',
  geography: 'REGI',
  legislation: 'JUST',
  health: 'HEAL',
  trade: 'ECON',
  industry: 'ECON',
  crime: 'JUST',
  culture: 'EDUC',
  agriculture: 'AGRI',
  mobility: 'TRAN',
  'public-order': 'GOVE',
  politics: 'GOVE',
  prices: 'ECON',
  territory: 'ENVI',
  'social-security': 'SOCI',
  'statistical-basis': 'GOVE',
  tourism: 'ECON',
  administration: 'GOVE',
  'national-economy': 'ECON',
}

/** How often a data set promises to be renewed (EU vocabulary «frequency»). */
export const frequencies = [
  'CONT',
  'HOURLY',
  'DAILY',
  'WEEKLY',
  'MONTHLY',
  'QUARTERLY',
  'ANNUAL_2',
  'ANNUAL',
  'BIENNIAL',
  'IRREG',
  'NEVER',
] as const
export type Frequency = (typeof frequencies)[number]

/** What the frequencies are called (EU Vocabularies, authority table «frequency», http://publications.europa.eu/resource/authority/frequency). */
export const frequencyLabels: Readonly<Record<Frequency, LocalText>> = {
  CONT: { de: 'ständig', fr: 'continuel', it: 'continuo', en: 'continuous' },
  HOURLY: { de: 'stündlich', fr: 'toutes les heures', it: 'ogni ora', en: 'hourly' },
  DAILY: { de: 'täglich', fr: 'quotidien', it: 'quotidiano', en: 'daily' },
  WEEKLY: { de: 'wöchentlich', fr: 'hebdomadaire', it: 'settimanale', en: 'weekly' },
  MONTHLY: { de: 'monatlich', fr: 'mensuel', it: 'mensile', en: 'monthly' },
  QUARTERLY: { de: 'vierteljährlich', fr: 'trimestriel', it: 'trimestrale', en: 'quarterly' },
  ANNUAL_2: { de: 'halbjährlich', fr: 'semestriel', it: 'semestrale', en: 'semiannual' },
  ANNUAL: { de: 'jährlich', fr: 'annuel', it: 'annuale', en: 'annual' },
  BIENNIAL: { de: 'alle zwei Jahre', fr: 'bisannuel', it: 'biennale', en: 'biennial' },
  IRREG: { de: 'unregelmässig', fr: 'irrégulier', it: 'irregolare', en: 'irregular' },
  NEVER: { de: 'nie', fr: 'jamais', it: 'mai', en: 'never' },
}

/** The four terms of use of opendata.swiss (vocabulary «licenses» of dcat-ap.ch, version 20240716). */
export const licences = ['terms_open', 'terms_by', 'terms_ask', 'terms_by_ask'] as const
export type Licence = (typeof licences)[number]

/** What they allow, in the words of the same vocabulary. */
export const licenceLabels: Readonly<Record<Licence, LocalText>> = {
  terms_open: { de: 'Freie Nutzung.', fr: 'Utilisation libre.', it: 'Libero utilizzo.', en: 'Open use.' },
  terms_by: {
    de: 'Freie Nutzung. Quellenangabe ist Pflicht.',
    fr: 'Utilisation libre. Obligation d’indiquer la source.',
    it: 'Libero utilizzo. Indicazione della fonte obbligatoria.',
    en: 'Open use. Must provide the source.',
  },
  terms_ask: {
    de: 'Freie Nutzung. Kommerzielle Nutzung nur mit Bewilligung des Datenlieferanten zulässig.',
    fr: 'Utilisation libre. Utilisation à des fins commerciales uniquement avec l’autorisation du fournisseur des données.',
    it: 'Libero utilizzo. Utilizzo a fini commerciali ammesso soltanto previo consenso del titolare dei dati.',
    en: 'Open use. Use for commercial purposes requires permission of the data owner.',
  },
  terms_by_ask: {
    de: 'Freie Nutzung. Quellenangabe ist Pflicht. Kommerzielle Nutzung nur mit Bewilligung des Datenlieferanten zulässig.',
    fr: 'Utilisation libre. Obligation d’indiquer la source. Utilisation commerciale uniquement avec l’autorisation du fournisseur des données.',
    it: 'Libero utilizzo. Indicazione della fonte obbligatoria. Utilizzo a fini commerciali ammesso soltanto previo consenso del titolare dei dati.',
    en: 'Open use. Must provide the source. Use for commercial purposes requires permission of the data owner.',
  },
}

/** Where the Creative Commons licences stand that `dct:rights` may name besides. */
export const rightsAddresses = {
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/',
} as const

/** Codes of the EU vocabulary «language». */
export const languageCodes = { de: 'DEU', fr: 'FRA', it: 'ITA', en: 'ENG' } as const
