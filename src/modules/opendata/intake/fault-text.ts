import type { Translate } from '#kernel/i18n/translate.ts'
import type { IntakeFault } from './inside/order.ts'

/** What is wrong, in a sentence that says how to mend it; where it is stands beside (`line`, `column`). */
export function faultText(t: Translate, { kind, value, column, limit }: IntakeFault): string {
  return t(`opendata.intake.fault.${kind}`, { value: value ?? '', column: column ?? '', limit: limit ?? '' })
}
