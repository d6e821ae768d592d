import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { kriens, mira, noah, papers, phone, zurich } from './test-people.ts'

const { municipality: _, ...krienserPost } = kriens
const uid = 'CHE123456788'
const site = { east: 2_664_500, north: 1_209_800, text: 'Dorfplatz' }
const cleared = { clear_day: '2027-06-13', clear_time: '02:00' }

const journeys: readonly Journey[] = [
  {
    id: 'veranstaltungsbewilligung',
    what: 'a club’s street party, with a closed road, cake and beer',
    answers: {
      organiser_kind: 'club',
      organisation: 'Quartierverein Musterdorf',
      responsible: mira,
      organiser_address: krienserPost,
      day_contact: noah,
      day_phone: phone,
      event_name: 'Quartierfest',
      event_kind: 'party',
      event_description: 'Wir essen zusammen auf der Strasse.',
      for_children: false,
      event_municipality: 1059,
      site,
      event_days: [{ event_day: '2027-06-12', event_from: '16:00', event_to: '01:00' }],
      setup_day: '2027-06-12',
      setup_time: '10:00',
      ...cleared,
      visitors: 120,
      uses: ['food', 'road'],
      is_sold: true,
      alcohol: 'beer-wine',
      youth_protection: 'Bändel am Eingang',
      has_reusable: true,
      road_section: 'Beispielweg 1 bis 15',
      has_bus: false,
      waste_by: 'self',
      toilets: 2,
      is_covered: false,
    },
    pages: [
      'organiser-kind',
      'organiser',
      'on-the-day',
      'event',
      'municipality',
      'site',
      'days',
      'set-up',
      'visitors',
      'uses',
      'food',
      'food-permit',
      'road',
      'waste',
      'insurance',
      'plan',
      'remarks',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'veranstaltungsbewilligung',
    what: 'a firm’s loud concert over two days, with all that it needs',
    answers: {
      organiser_kind: 'firm',
      organisation: 'Muster Konzerte AG',
      organiser_uid: uid,
      responsible: noah,
      organiser_address: zurich,
      day_contact: noah,
      day_phone: phone,
      event_name: 'Klang am See',
      event_kind: 'concert',
      event_description: 'Zwei Abende mit sechs Gruppen.',
      for_children: false,
      event_municipality: 1061,
      site,
      event_days: [
        { event_day: '2027-06-11', event_from: '18:00', event_to: '23:30' },
        { event_day: '2027-06-12', event_from: '18:00', event_to: '23:30' },
      ],
      setup_day: '2027-06-09',
      setup_time: '07:00',
      ...cleared,
      visitors: 3_000,
      uses: ['tents', 'stage', 'sound', 'food', 'fire', 'road', 'utilities'],
      tent_area: 450,
      stage_size: '12 × 8 × 1.2 m',
      sound_level: 'up-to-100-long',
      sound_from: '18:30',
      sound_to: '23:00',
      neighbours_told: true,
      is_sold: false,
      alcohol: 'none',
      has_reusable: true,
      fire_kinds: ['gas', 'fireworks'],
      fire_measures: 'Feuerwehr vor Ort',
      road_section: 'Musterquai',
      has_bus: true,
      road_plan: papers,
      waste_by: 'firm',
      toilets: 30,
      safety_concept: papers,
      medical_concept: papers,
      security_staff: 24,
      is_covered: true,
      event_insurer: 'Muster Versicherung',
      cover: 1_000_000_000,
      policy_files: papers,
      site_plan: papers,
    },
    pages: [
      'organiser-kind',
      'organiser',
      'on-the-day',
      'event',
      'municipality',
      'site',
      'days',
      'set-up',
      'visitors',
      'uses',
      'structures',
      'sound',
      'sound-report',
      'food',
      'fire',
      'road',
      'waste',
      'safety',
      'insurance',
      'insurance-proof',
      'plan',
      'remarks',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'veranstaltungsbewilligung',
    what: 'a stall of somebody in a few days, with nothing',
    answers: {
      organiser_kind: 'person',
      responsible: mira,
      organiser_address: krienserPost,
      day_contact: mira,
      day_phone: phone,
      event_name: 'Bücherstand',
      event_kind: 'stall',
      event_description: 'Ein Tisch mit alten Büchern.',
      for_children: false,
      event_municipality: 1059,
      site: { text: 'Vor dem Schulhaus' },
      event_days: [{ event_day: '2026-11-28', event_from: '09:00', event_to: '12:00' }],
      setup_day: '2026-11-28',
      setup_time: '08:00',
      clear_day: '2026-11-28',
      clear_time: '13:00',
      visitors: 10,
      waste_by: 'self',
      toilets: 0,
      is_covered: false,
    },
    pages: [
      'organiser-kind',
      'organiser',
      'on-the-day',
      'event',
      'municipality',
      'site',
      'days',
      'soon',
      'set-up',
      'visitors',
      'uses',
      'waste',
      'insurance',
      'plan',
      'remarks',
    ],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test('an event that is dismantled before it ends', () => {
    const event_days = [{ event_day: '2027-06-12', event_from: '10:00', event_to: '22:00' }]
    const times = { event_days, setup_day: '2027-06-12', setup_time: '09:00', clear_time: '23:00' }
    const at = (changes: object) => errorsOf('veranstaltungsbewilligung', 'set-up', { ...times, ...changes })
    expect(at({ clear_day: '2027-06-12' })).toEqual([])
    expect(at({ clear_day: '2027-06-11' })).toEqual(['/clear_day'])
    expect(at({ clear_day: '2027-06-12', clear_time: '08:00' })).toEqual(['/clear_time'])
    expect(at({ clear_day: '2027-06-12', setup_day: '2027-06-13' })).toContain('/setup_day')
  })

  test('loud sound for children, and a big event that nobody insures', () => {
    const sound = { uses: ['sound'], sound_from: '14:00', sound_to: '17:00', neighbours_told: true }
    const loud = { ...sound, sound_level: 'up-to-96' }
    expect(errorsOf('veranstaltungsbewilligung', 'sound', { ...loud, for_children: true })).toEqual(['/sound_level'])
    expect(errorsOf('veranstaltungsbewilligung', 'sound', { ...loud, for_children: false })).toEqual([])
    expect(errorsOf('veranstaltungsbewilligung', 'insurance', { visitors: 149, is_covered: false })).toEqual([])
    expect(errorsOf('veranstaltungsbewilligung', 'insurance', { visitors: 150, is_covered: false })).toEqual([
      '/is_covered',
    ])
  })
})
