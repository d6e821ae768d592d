/** What other modules may use of e-government. */
export { findServices, offererOf, usedLifeSituations } from './finder/find-services.ts'
export { hoursLines } from './finder/opening-hours.ts'
export type { LifeSituation } from './services/definition/life-situations.ts'
export type { ServiceDefinition } from './services/definition/service-definition.ts'
export { type FirmServices, listFirmServices } from './services/list-firm-services.ts'
export { publishServices } from './services/load-service-content.ts'
