import { exampleContext as context } from '../../../forms/example-context.ts'
import { describeJourneys, type Journey } from './test-journeys.tsx'

const journeys: readonly Journey[] = [
  {
    id: 'schadensmeldung',
    what: 'a dangerous street lamp, with a photo and no name',
    answers: {
      kind: 'lighting',
      is_dangerous: true,
      municipality: 1059,
      place: { east: 2_664_500, north: 1_209_800, text: 'Beim Schulhaus' },
      lamp_state: 'damaged',
      description: 'Das Kabel liegt offen.',
      photos: [context.file('photo-2')],
    },
    pages: ['kind', 'danger', 'emergency', 'municipality', 'place', 'details', 'since', 'photos', 'call-back'],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)
