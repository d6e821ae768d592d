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

/** The four terms of use of opendata.swiss (vocabulary «licenses» of dcat-ap.ch, version 20240716). */
export const licences = ['terms_open', 'terms_by', 'terms_ask', 'terms_by_ask'] as const
export type Licence = (typeof licences)[number]
