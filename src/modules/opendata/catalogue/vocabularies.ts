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

/** How often a data set promises to be renewed (EU vocabulary «frequency», version 20190619-0, and its later ones of many years), the most often first. */
export const frequencies = [
  'UPDATE_CONT',
  'CONT',
  'HOURLY',
  'BIHOURLY',
  'TRIHOURLY',
  'DAILY_2',
  'DAILY',
  'WEEKLY_3',
  'WEEKLY_2',
  'WEEKLY',
  'MONTHLY_3',
  'BIWEEKLY',
  'MONTHLY_2',
  'MONTHLY',
  'BIMONTHLY',
  'QUARTERLY',
  'ANNUAL_3',
  'ANNUAL_2',
  'ANNUAL',
  'BIENNIAL',
  'TRIENNIAL',
  'QUADRENNIAL',
  'QUINQUENNIAL',
  'DECENNIAL',
  'BIDECENNIAL',
  'TRIDECENNIAL',
  'IRREG',
  'NEVER',
  'OTHER',
  'UNKNOWN',
  'OP_DATPRO',
] as const
export type Frequency = (typeof frequencies)[number]

/** What the frequencies are called (EU Vocabularies, authority table «frequency», http://publications.europa.eu/resource/authority/frequency). */
export const frequencyLabels: Readonly<Record<Frequency, LocalText>> = {
  UPDATE_CONT: {
    de: 'laufend nachgeführt',
    fr: 'mise à jour continuelle',
    it: 'aggiornamento continuo',
    en: 'continuously updated',
  },
  CONT: { de: 'ständig', fr: 'continuel', it: 'continuo', en: 'continuous' },
  HOURLY: { de: 'stündlich', fr: 'toutes les heures', it: 'ogni ora', en: 'hourly' },
  BIHOURLY: { de: 'alle zwei Stunden', fr: 'toutes les deux heures', it: 'ogni due ore', en: 'every two hours' },
  TRIHOURLY: { de: 'alle drei Stunden', fr: 'toutes les trois heures', it: 'ogni tre ore', en: 'every three hours' },
  DAILY_2: { de: 'zweimal täglich', fr: 'deux fois par jour', it: 'due volte al giorno', en: 'twice a day' },
  DAILY: { de: 'täglich', fr: 'quotidien', it: 'quotidiano', en: 'daily' },
  WEEKLY_3: {
    de: 'dreimal pro Woche',
    fr: 'trois fois par semaine',
    it: 'tre volte alla settimana',
    en: 'three times a week',
  },
  WEEKLY_2: {
    de: 'zweimal pro Woche',
    fr: 'deux fois par semaine',
    it: 'due volte alla settimana',
    en: 'twice a week',
  },
  WEEKLY: { de: 'wöchentlich', fr: 'hebdomadaire', it: 'settimanale', en: 'weekly' },
  MONTHLY_3: { de: 'dreimal im Monat', fr: 'trois fois par mois', it: 'tre volte al mese', en: 'three times a month' },
  BIWEEKLY: { de: 'alle zwei Wochen', fr: 'toutes les deux semaines', it: 'ogni due settimane', en: 'every two weeks' },
  MONTHLY_2: { de: 'zweimal im Monat', fr: 'deux fois par mois', it: 'due volte al mese', en: 'twice a month' },
  MONTHLY: { de: 'monatlich', fr: 'mensuel', it: 'mensile', en: 'monthly' },
  BIMONTHLY: { de: 'alle zwei Monate', fr: 'bimestriel', it: 'bimestrale', en: 'every two months' },
  QUARTERLY: { de: 'vierteljährlich', fr: 'trimestriel', it: 'trimestrale', en: 'quarterly' },
  ANNUAL_3: { de: 'dreimal im Jahr', fr: 'trois fois par an', it: 'tre volte all’anno', en: 'three times a year' },
  ANNUAL_2: { de: 'halbjährlich', fr: 'semestriel', it: 'semestrale', en: 'semiannual' },
  ANNUAL: { de: 'jährlich', fr: 'annuel', it: 'annuale', en: 'annual' },
  BIENNIAL: { de: 'alle zwei Jahre', fr: 'bisannuel', it: 'biennale', en: 'biennial' },
  TRIENNIAL: { de: 'alle drei Jahre', fr: 'triennal', it: 'triennale', en: 'triennial' },
  QUADRENNIAL: { de: 'alle vier Jahre', fr: 'quadriennal', it: 'quadriennale', en: 'quadrennial' },
  QUINQUENNIAL: { de: 'alle fünf Jahre', fr: 'quinquennal', it: 'quinquennale', en: 'quinquennial' },
  DECENNIAL: { de: 'alle zehn Jahre', fr: 'décennal', it: 'decennale', en: 'decennial' },
  BIDECENNIAL: { de: 'alle zwanzig Jahre', fr: 'tous les vingt ans', it: 'ventennale', en: 'every twenty years' },
  TRIDECENNIAL: { de: 'alle dreissig Jahre', fr: 'tous les trente ans', it: 'trentennale', en: 'every thirty years' },
  IRREG: { de: 'unregelmässig', fr: 'irrégulier', it: 'irregolare', en: 'irregular' },
  NEVER: { de: 'nie', fr: 'jamais', it: 'mai', en: 'never' },
  OTHER: { de: 'andere', fr: 'autre', it: 'altra', en: 'other' },
  UNKNOWN: { de: 'unbekannt', fr: 'inconnue', it: 'sconosciuta', en: 'unknown' },
  OP_DATPRO: { de: 'provisorische Daten', fr: 'données provisoires', it: 'dati provvisori', en: 'provisional data' },
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
