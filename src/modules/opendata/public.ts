/** What other modules may use of open data. */
export { listDataSetPages } from './catalogue/list-data-set-pages.ts'
export { countDataSets } from './quality/steering-counts.ts'
export { addressDays as askerDays } from './questions/question.ts'
export { readOwnCorrespondence } from './subscriptions/own-correspondence.ts'
