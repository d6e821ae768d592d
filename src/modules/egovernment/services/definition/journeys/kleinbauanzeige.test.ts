import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { kriens, mira, noah, papers, photos, zurich } from './test-people.ts'

const { municipality: _, ...krienserPost } = kriens
const uid = 'CHE123456788'
const site = { east: 2_664_500, north: 1_209_800, text: 'Dorfplatz' }
const beginning = ['work', 'zone', 'costs', 'municipality', 'plot', 'heritage']
const inZone = { building_zone: 'inside', site_municipality: 1059, plot_number: '1234', site, heritage: 'none' }
const builder = { builder_kind: 'person', builder_name: mira, builder_address: krienserPost }
const alone = { is_owner: true, neighbours_agree: 'unaffected', situation_plan: papers }
const later = { start_day: '2027-03-01', weeks: 2 }

const journeys: readonly Journey[] = [
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

describeJourneys(journeys)

describe('what cannot be', () => {
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
})
