import { describe, expect, test } from 'vitest'
import { exampleContext as context } from '../../forms/example-context.ts'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'

const luzern = { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 }
const kriens = { street: 'Beispielweg', number: '7a', postcode: '6010', locality: 'Kriens', municipality: 1059 }
const zurich = { street: 'Musterstrasse', number: '3', postcode: '8001', locality: 'Zürich' }
const { municipality: _, ...krienserPost } = kriens
const mira = { given: 'Mira', family: 'Muster' }
const noah = { given: 'Noah', family: 'Beispiel' }
const uid = 'CHE123456788'
const phone = '+41412088111'
const papers = [context.file('contract-1')]
const photos = [context.file('photo-1')]

const parking: readonly Journey[] = [
  {
    id: 'parkkarte',
    what: 'a resident with her own car, for a year',
    answers: {
      card_kind: 'resident',
      holder: mira,
      home_address: luzern,
      is_main_home: true,
      vehicle_holder: 'self',
      plate: 'LU 12345',
      vehicle_kind: 'car',
      registration_files: photos,
      earlier_card: 'first',
      zone: 'C',
      valid_from: '2026-12-01',
      term: 'year',
    },
    pages: [
      'kind',
      'person',
      'home',
      'main-home',
      'vehicle-holder',
      'plate',
      'registration',
      'earlier-card',
      'zone',
      'from',
      'term',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'parkkarte',
    what: 'a resident with a new company car, for some months',
    answers: {
      card_kind: 'resident',
      holder: noah,
      home_address: kriens,
      is_main_home: true,
      vehicle_holder: 'company',
      employer: 'Muster AG',
      employer_confirmation: papers,
      plate: 'zg-987654',
      vehicle_kind: 'van',
      registration_files: photos,
      earlier_card: 'replace',
      earlier_plate: 'LU 1',
      valid_from: '2026-11-22',
      term: 'months',
      months: 3,
      phone,
    },
    pages: [
      'kind',
      'person',
      'home',
      'main-home',
      'vehicle-holder',
      'company-car',
      'plate',
      'registration',
      'earlier-card',
      'earlier-plate',
      'zone',
      'from',
      'term',
      'months',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'parkkarte',
    what: 'a business with two vehicles',
    answers: {
      card_kind: 'business',
      firm_name: 'Muster Sanitär GmbH',
      firm_uid: uid,
      firm_contact: mira,
      seat_address: luzern,
      firm_vehicles: [
        { firm_plate: 'LU 1234', firm_use: 'owned' },
        { firm_plate: 'LU 1235', firm_use: 'leased' },
      ],
      registration_files: papers,
      valid_from: '2027-01-01',
      term: 'month',
    },
    pages: ['kind', 'firm', 'seat', 'firm-vehicles', 'registration', 'zone', 'from', 'term', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'parkkarte',
    what: 'a visitor from abroad, for three days',
    answers: {
      card_kind: 'visitor',
      holder: mira,
      visit_address: kriens,
      visitor_plate: 'W 12345 A',
      vehicle_kind: 'car',
      valid_from: '2026-12-24',
      visit_days: 3,
    },
    pages: ['kind', 'person', 'visit', 'plate', 'zone', 'from', 'visit-days', 'questions'],
    inCharge: 1059,
    told: [],
  },
]

const site = { east: 2_664_500, north: 1_209_800, text: 'Dorfplatz' }
const cleared = { clear_day: '2027-06-13', clear_time: '02:00' }

const events: readonly Journey[] = [
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

const beginning = ['work', 'zone', 'costs', 'municipality', 'plot', 'heritage']
const inZone = { building_zone: 'inside', site_municipality: 1059, plot_number: '1234', site, heritage: 'none' }
const builder = { builder_kind: 'person', builder_name: mira, builder_address: krienserPost }
const alone = { is_owner: true, neighbours_agree: 'unaffected', situation_plan: papers }
const later = { start_day: '2027-03-01', weeks: 2 }

const building: readonly Journey[] = [
  {
    id: 'kleinbauanzeige',
    what: 'small solar panels, which usually need nothing',
    answers: {
      work_kind: 'solar',
      costs: 1_800_000,
      ...inZone,
      solar_place: 'pitched',
      solar_area: 18.5,
      solar_fits: true,
      description: 'Module auf dem Süddach.',
      ...builder,
      ...alone,
      ...later,
    },
    pages: [
      ...beginning,
      'solar',
      'solar-free',
      'description',
      'builder',
      'owner',
      'neighbours',
      'plans',
      'start',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'kleinbauanzeige',
    what: 'a heat pump of a community of owners in the old town, not all neighbours asked',
    answers: {
      work_kind: 'heat-pump',
      costs: 4_500_000,
      ...inZone,
      site_municipality: 1061,
      plot_number: '12, 13a',
      heritage: 'area',
      pump_source: 'air',
      pump_place: 'outside',
      pump_model: 'Muster 3000',
      noise_proof: papers,
      description: 'Ersatz der Ölheizung durch eine Wärmepumpe im Hof.',
      builder_kind: 'firm',
      builder_firm: 'STWEG Musterhof',
      builder_uid: uid,
      builder_name: noah,
      builder_address: zurich,
      is_owner: false,
      owner_names: 'Mira Muster, Musterstrasse 1, Luzern',
      owner_files: papers,
      neighbours_agree: 'some',
      neighbours_open: [{ neighbour_plot: '14', neighbour_name: 'Ana Exemplo, Musterstrasse 3' }],
      situation_plan: papers,
      photos,
      ...later,
    },
    pages: [
      ...beginning,
      'heritage-hint',
      'heat-pump',
      'description',
      'builder',
      'owner',
      'owner-consent',
      'neighbours',
      'neighbour-list',
      'plans',
      'start',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'kleinbauanzeige',
    what: 'a low fence, to which all neighbours agree',
    answers: {
      work_kind: 'fence',
      costs: 300_000,
      ...inZone,
      fence_height: 1.2,
      fence_length: 20,
      fence_material: 'Holz, natur',
      at_road: false,
      description: 'Ein Zaun aus Holz.',
      ...builder,
      is_owner: true,
      neighbours_agree: 'all',
      neighbour_files: papers,
      situation_plan: papers,
      ...later,
    },
    pages: [
      ...beginning,
      'fence',
      'fence-free',
      'description',
      'builder',
      'owner',
      'neighbours',
      'neighbour-signatures',
      'plans',
      'start',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'kleinbauanzeige',
    what: 'a shop that becomes a hairdresser’s',
    answers: {
      work_kind: 'use',
      costs: 2_000_000,
      ...inZone,
      building_zone: 'unknown',
      heritage: 'unknown',
      use_now: 'Laden',
      use_new: 'Coiffeursalon',
      use_effects: ['traffic'],
      description: 'Zwei Arbeitsplätze, keine Umbauten.',
      ...builder,
      ...alone,
      ...later,
    },
    pages: [...beginning, 'use', 'description', 'builder', 'owner', 'neighbours', 'plans', 'start', 'questions'],
    inCharge: 1059,
    told: [],
  },
]

const ahv = { parent_ahv: '7569217076985' }
const family = { parent: mira, parent_birth_date: '1990-05-17', ...ahv }
const partner = {
  partner: noah,
  partner_birth_date: '1989-01-02',
  partner_ahv: '7561234567897',
  partner_agrees: true,
}
const child = {
  child_name: { given: 'Lea', family: 'Muster' },
  child_birth_date: '2024-02-29',
  care_kind: 'nursery',
  care_name: 'Kita Muster',
  care_days: 2.5,
  care_cost: 12_500,
  care_from: '2027-01-04',
}
const employed = (pensum: number) => ({ occupation: 'employed', pensum, workplace: 'Muster AG' })
const account = { iban: 'CH9300762011623852957', account_holder: 'Mira Muster' }

const childcare: readonly Journey[] = [
  {
    id: 'betreuungsgutscheine',
    what: 'parents together, who let the municipality see their taxes',
    answers: {
      ...family,
      home_address: luzern,
      household: 'parents',
      ...partner,
      is_special: false,
      adults: [employed(80), employed(60)],
      work_files: papers,
      children: [child, { ...child, care_kind: 'family', care_days: 1 }],
      care_files: papers,
      income_base: 'tax',
      taxable_income: 7_200_000,
      taxable_assets: 0,
      may_see_tax: true,
      ...account,
    },
    pages: [
      'parent',
      'home',
      'household',
      'partner',
      'special',
      'work',
      'work-proof',
      'children',
      'care-proof',
      'income-base',
      'tax-figures',
      'tax-access',
      'account',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'betreuungsgutscheine',
    what: 'a mother alone, ill, with custody in turn and taxed at source',
    answers: {
      ...family,
      home_address: kriens,
      household: 'alone',
      custody: 'alternating',
      maintenance: 0,
      is_special: true,
      special_files: papers,
      adults: [{ occupation: 'none', pensum: 0 }],
      children: [child],
      care_files: papers,
      income_base: 'source',
      gross_income: 3_000_000,
      assets: 100_000,
      income_files: papers,
      may_see_tax: false,
      ...account,
      phone,
    },
    pages: [
      'parent',
      'home',
      'household',
      'custody',
      'special',
      'special-proof',
      'work',
      'children',
      'care-proof',
      'income-base',
      'own-figures',
      'tax-access',
      'account',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'betreuungsgutscheine',
    what: 'with a new partner and a high income, and with the tax bill instead of access',
    answers: {
      ...family,
      home_address: luzern,
      household: 'partner',
      ...partner,
      custody: 'mine',
      maintenance: 90_000,
      is_special: false,
      adults: [employed(100), { occupation: 'training', pensum: 20, workplace: 'Muster Schule' }],
      work_files: papers,
      children: [child],
      care_files: papers,
      income_base: 'tax',
      taxable_income: 13_000_000,
      taxable_assets: 5_000_000,
      may_see_tax: false,
      tax_files: papers,
      ...account,
    },
    pages: [
      'parent',
      'home',
      'household',
      'partner',
      'custody',
      'special',
      'work',
      'work-proof',
      'children',
      'care-proof',
      'income-base',
      'tax-figures',
      'high-income',
      'tax-access',
      'tax-proof',
      'account',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
]

describeJourneys([...parking, ...events, ...building, ...childcare])

describe('what cannot be', () => {
  test('a resident’s card at a second home, for a trailer, or far ahead', () => {
    expect(errorsOf('parkkarte', 'main-home', { card_kind: 'resident', is_main_home: false })).toEqual([
      '/is_main_home',
    ])
    const vehicle = { card_kind: 'resident', plate: 'LU 1', vehicle_kind: 'heavy' }
    expect(errorsOf('parkkarte', 'plate', vehicle)).toEqual(['/vehicle_kind'])
    expect(errorsOf('parkkarte', 'plate', { ...vehicle, vehicle_kind: 'car', plate: '12345' })).toEqual(['/plate'])
    expect(errorsOf('parkkarte', 'from', { valid_from: '2027-11-22' })).toEqual(['/valid_from'])
  })

  test('six cards for one business', () => {
    const firm_vehicles = Array.from({ length: 6 }, () => ({ firm_plate: 'LU 1', firm_use: 'owned' }))
    expect(errorsOf('parkkarte', 'firm-vehicles', { card_kind: 'business', firm_vehicles })).toEqual(['/firm_vehicles'])
  })

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

  test('what is no small building goes the ordinary way', () => {
    expect(errorsOf('kleinbauanzeige', 'zone', { work_kind: 'shed', building_zone: 'outside' })).toEqual([
      '/building_zone',
    ])
    expect(errorsOf('kleinbauanzeige', 'costs', { costs: 8_000_000 })).toEqual([])
    expect(errorsOf('kleinbauanzeige', 'costs', { costs: 8_000_001 })).toEqual(['/costs'])
  })

  test('large solar panels tomorrow', () => {
    const solar = { work_kind: 'solar', solar_area: 40, weeks: 1 }
    const start = (changes: object) => errorsOf('kleinbauanzeige', 'start', { ...solar, ...changes })
    expect(start({ start_day: '2026-11-23' })).toEqual(['/start_day'])
    expect(start({ start_day: '2026-12-12' })).toEqual([])
    expect(start({ start_day: '2026-11-23', solar_area: 20 })).toEqual([])
    expect(start({ start_day: '2026-11-23', work_kind: 'fence' })).toEqual([])
  })

  test('vouchers for too little work, for the wrong number of adults, and for schoolchildren', () => {
    const work = (household: string, adults: readonly object[], is_special = false) =>
      errorsOf('betreuungsgutscheine', 'work', { household, is_special, adults })
    expect(work('parents', [employed(60), employed(60)])).toEqual([])
    expect(work('parents', [employed(60), employed(59)])).toEqual(['/adults'])
    expect(work('parents', [employed(60), employed(59)], true)).toEqual([])
    expect(work('parents', [employed(100)])).toEqual(['/adults'])
    expect(work('alone', [employed(20)])).toEqual([])
    expect(work('alone', [employed(19)])).toEqual(['/adults'])
    expect(work('alone', [employed(60), employed(60)])).toEqual(['/adults'])
    const aged = (child_birth_date: string) =>
      errorsOf('betreuungsgutscheine', 'children', { children: [{ ...child, child_birth_date }] })
    expect(aged('2019-11-23')).toEqual([])
    expect(aged('2019-11-22')).toEqual(['/children'])
  })

  test('vouchers asked for by the parent with whom the child does not live', () => {
    expect(errorsOf('betreuungsgutscheine', 'custody', { household: 'alone', custody: 'other' })).toEqual(['/custody'])
  })
})
