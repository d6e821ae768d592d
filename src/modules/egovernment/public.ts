/** What other modules may use of e-government. */
export { bodyOf } from './apply/form-steps.tsx'
export { contextOf } from './apply/read-apply.ts'
export { findNames } from './desk/colleagues.ts'
export { type DeskPage, deskAnswer, deskPage } from './desk/desk-frame.tsx'
export { readDeskNav } from './desk/desk-nav.ts'
export { dayValues, errorOf, FormReading, refusalText } from './desk/form-reading.ts'
export { FourLanguages, readOptionalTexts, readTexts, textValues } from './desk/four-languages.tsx'
export { steeringRoles, strategyRoles } from './desk/standing.ts'
export { findServices, offererOf, oftenUsed, underLifeSituation, usedLifeSituations } from './finder/find-services.ts'
export { hoursLines } from './finder/opening-hours.ts'
export { discardDraftsOf } from './own-data/discard-drafts-of.ts'
export { exportCase, exportDrafts, listCasesToExport } from './own-data/export-cases.ts'
export { type HandedOut, handOutCodes, listCasesToKeep } from './own-data/hand-out-codes.ts'
export { listOwnAccesses, type OwnAccess } from './own-data/own-accesses.ts'
export { ProfileErrors, ProfileFields, type ProfileFieldsProps } from './profile/profile-fields.tsx'
export { type ProfileAgain, type ProfileLine, profileForm, profileLines, readProfile } from './profile/profile-form.ts'
export type { LifeSituation } from './services/definition/life-situations.ts'
export type { ServiceDefinition } from './services/definition/service-definition.ts'
export { type FirmServices, listFirmServices } from './services/list-firm-services.ts'
export { listOfferedServices } from './services/list-offered-services.ts'
export { publishServices } from './services/load-service-content.ts'
export {
  countFiledByChannel,
  medianDaysToDecision,
  shareByChannel,
  shareOfDraftsGivenUp,
} from './statistics/steering-counts.ts'
