import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { addDays, type Channel } from '../cases/case.ts'
import type { Answers } from '../forms/form.ts'
import type { DemoContent, DemoPlace } from './demo-content.ts'
import type { Dice } from './dice.ts'

/** How far a case of the demo has come. */
export const chapters = [
  'untouched',
  'taken_over',
  'working',
  'conversation',
  'waiting',
  'answered',
  'decided',
  'closed',
  'withdrawn',
] as const
export type Chapter = (typeof chapters)[number]

export type DemoServiceId = keyof DemoContent['decisions']

/** A case of the demo before it is handed in. */
export type DemoStory = {
  readonly place: DemoPlace
  readonly serviceId: DemoServiceId
  readonly answers: Answers
  readonly given: string
  readonly family: string
  readonly language: Language
  readonly channel: Channel
  /** Days before today on which it was handed in, and the minute of that day in UTC. */
  readonly daysAgo: number
  readonly minute: number
  readonly chapter: Chapter
}

type Person = Pick<DemoStory, 'given' | 'family' | 'language'>

/** The cases of a place, told by the dice. */
export function storiesOf(content: DemoContent, place: DemoPlace, dice: Dice, today: IsoDate): readonly DemoStory[] {
  return Array.from({ length: place.cases }, () => {
    const person = personOf(content, dice)
    const serviceId = dice.pick(['umzug', 'wohnsitzbestaetigung', 'schadensmeldung', 'schadensmeldung'] as const)
    const chapter = dice.pick(chapterOdds)
    const daysAgo = daysOf(chapter, dice)
    return {
      place,
      serviceId,
      ...person,
      answers: answersFor(serviceId, { content, place, dice, person, day: addDays(today, -daysAgo) }),
      channel: dice.pick(['web', 'web', 'web', 'counter', 'phone', 'paper'] as const),
      daysAgo,
      // Between seven in the morning and four in the afternoon, UTC.
      minute: 420 + dice.throw(540),
      chapter,
    }
  })
}

// As in an office on a Monday: much is new, some waits, what is older is mostly done.
const chapterOdds: readonly Chapter[] = [
  ...(['untouched', 'untouched', 'untouched', 'untouched', 'taken_over', 'taken_over', 'working', 'working'] as const),
  ...(['working', 'conversation', 'conversation', 'waiting', 'waiting', 'answered', 'decided', 'closed'] as const),
  ...(['closed', 'closed', 'withdrawn'] as const),
]

function daysOf(chapter: Chapter, dice: Dice): number {
  switch (chapter) {
    case 'untouched':
      return 1 + dice.throw(4)
    case 'taken_over':
    case 'working':
    case 'conversation':
      return 2 + dice.throw(12)
    case 'waiting':
    case 'answered':
      return 4 + dice.throw(14)
    case 'decided':
    case 'closed':
    case 'withdrawn':
      return 8 + dice.throw(60)
  }
}

function personOf({ people }: DemoContent, dice: Dice): Person {
  const language = dice.pick(['de', 'de', 'de', 'de', 'de', 'fr', 'it', 'en'] as const)
  return { language, given: dice.pick(people[language].given), family: dice.pick(people[language].family) }
}

type Setting = {
  readonly content: DemoContent
  readonly place: DemoPlace
  readonly dice: Dice
  readonly person: Person
  /** When it was handed in. */
  readonly day: IsoDate
}

function answersFor(serviceId: DemoServiceId, setting: Setting): Answers {
  switch (serviceId) {
    case 'umzug':
      return movingAnswers(setting)
    case 'wohnsitzbestaetigung':
      return residenceAnswers(setting)
    case 'schadensmeldung':
      return damageAnswers(setting)
  }
}

function movingAnswers({ content, place, dice, person, day }: Setting): Answers {
  const { given, family } = person
  const self = { person_name: { given, family }, birth_date: birthDate(dice), nationality: 'CH' }
  const old_address = address(content, place, dice)
  const move_date = addDays(day, dice.throw(20) - 5)
  if (dice.throw(2) === 0) {
    const new_address = { street: dice.pick(content.streets), number: '5', postcode: '8001', locality: 'Zürich' }
    return { from_where: 'lucerne', to_where: 'switzerland', move_date, old_address, new_address, persons: [self] }
  }
  return {
    ...{ from_where: 'lucerne', to_where: 'lucerne', move_date, old_address },
    new_address: address(content, place, dice),
    ...{ dwelling_kind: 'shared', floor_position: '2. Stock links', rooms: 3.5, housemates: 'Eine Person (Beispiel)' },
    persons: [self],
    has_dogs: false,
  }
}

function residenceAnswers({ content, place, dice, person: { given, family, language } }: Setting): Answers {
  return {
    for_whom: 'self',
    person: { given, family },
    birth_date: birthDate(dice),
    address: address(content, place, dice),
    purpose: dice.pick(['employer', 'bank', 'landlord', 'school']),
    language,
    delivery: 'electronic',
  }
}

function damageAnswers({ content, place, dice, person }: Setting): Answers {
  const damage = dice.pick(content.damages)
  return {
    kind: damage.kind,
    is_dangerous: false,
    municipality: place.bfsNumber,
    place: { text: `${damage.place}, ${place.locality}` },
    ...(damage.lamp && { lamp_state: damage.lamp }),
    ...(damage.waste && { waste_kinds: [damage.waste] }),
    ...(damage.kind === 'water' && { water_runs: false }),
    ...(damage.kind === 'graffiti' && { is_offensive: false }),
    description: damage.text,
    ...(dice.throw(3) > 0 && { caller: { given: person.given, family: person.family } }),
  }
}

function address({ streets }: DemoContent, { postcode, locality, bfsNumber }: DemoPlace, dice: Dice) {
  return {
    street: dice.pick(streets),
    number: String(1 + dice.throw(60)),
    ...{ postcode, locality, municipality: bfsNumber },
  }
}

function birthDate(dice: Dice): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${1940 + dice.throw(65)}-${two(1 + dice.throw(12))}-${two(1 + dice.throw(28))}`
}
