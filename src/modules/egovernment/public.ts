/** What other modules may use of e-government. */
export { findServices, offererOf, usedLifeSituations } from './finder/find-services.ts'
export { hoursLines } from './finder/opening-hours.ts'
export { discardDraftsOf } from './own-data/discard-drafts-of.ts'
export {
  type ExportedFile,
  type ExportedPart,
  exportCase,
  exportDrafts,
  listCasesToExport,
} from './own-data/export-cases.ts'
export { type HandedOut, handOutCodes, listCasesToKeep } from './own-data/hand-out-codes.ts'
export { listOwnAccesses, type OwnAccess } from './own-data/own-accesses.ts'
export type { LifeSituation } from './services/definition/life-situations.ts'
export type { ServiceDefinition } from './services/definition/service-definition.ts'
export { type FirmServices, listFirmServices } from './services/list-firm-services.ts'
export { publishServices } from './services/load-service-content.ts'
