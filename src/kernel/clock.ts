import { type IsoDate, swissDate } from './i18n/format.ts'

/** Where the time comes from: the real one in operation, a fixed one in tests. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until moved. */
export function fixedClock(
  start: Date | string,
): Clock & { set(instant: Date | string): void; advance(milliseconds: number): void } {
  let instant = new Date(start)
  return {
    now: () => new Date(instant),
    set(next) {
      instant = new Date(next)
    },
    advance(milliseconds) {
      instant = new Date(instant.getTime() + milliseconds)
    },
  }
}

/** The day in Switzerland. */
export function todayOf(clock: Clock): IsoDate {
  return swissDate(clock.now())
}
