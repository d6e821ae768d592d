import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { slug } from '#kernel/ids.ts'
import { phases } from '#modules/strategy/projects/project.ts'
import { facets, type Profile } from '#modules/strategy/synergies/profile.ts'
import { chanceOf } from './random.ts'

/**
 * A portfolio of any size from a few profiles: sentences and terms of several are mixed, so that words and terms are as common in it as in a
 * real one, and authorities, phases and days are drawn anew; always the same.
 */
export function makePortfolio(size: number, seeds: readonly Profile[]): Profile[] {
  const { number } = chanceOf(20_261_126)
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[number(values.length)]
  return Array.from({ length: size }, (_, index) => {
    const [first, second] = [pick(seeds), pick(seeds)]
    if (!first || !second) throw new Error('no seeds')
    const begins = number(48)
    const terms = Object.fromEntries(
      facets.map((facet) => [
        facet,
        [...(first.terms[facet] ?? []), ...(number(5) === 0 ? (second.terms[facet] ?? []) : [])],
      ]),
    )
    return {
      id: `project-${String(index).padStart(6, '0')}`,
      authorityId: slug<'authority'>(`place-${index % 80}`),
      title: `${first.title} ${index % 97}`,
      text: `${pick(first.text.split(/(?<=\.) /)) ?? ''} ${pick(second.text.split(/(?<=\.) /)) ?? ''}`,
      phase: pick(phases) ?? 'idea',
      beginsOn: monthDay(begins),
      endsOn: monthDay(begins + 6 + number(24)),
      tenderOn: number(10) < 3 ? monthDay(begins + 4) : undefined,
      terms,
    }
  })
}

function monthDay(months: number): IsoDate {
  const day = `${2025 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`
  if (!isIsoDate(day)) throw new Error(`${day} is no day`)
  return day
}
