import { swissDate } from '#kernel/i18n/format.ts'
import type { FormContext, Locality, StoredFile } from './form-context.ts'

const municipalities = [
  { bfsNumber: 1024, name: 'Emmen' },
  { bfsNumber: 1058, name: 'Horw' },
  { bfsNumber: 1059, name: 'Kriens' },
  { bfsNumber: 1061, name: 'Luzern' },
]

const localities: Readonly<Record<string, readonly Locality[]>> = {
  '6003': [{ locality: 'Luzern', municipality: 1061 }],
  '6005': [
    { locality: 'Luzern', municipality: 1058 },
    { locality: 'Luzern', municipality: 1059 },
    { locality: 'Luzern', municipality: 1061 },
  ],
  '6010': [{ locality: 'Kriens', municipality: 1059 }],
  '6020': [
    { locality: 'Emmenbrücke', municipality: 1024 },
    { locality: 'Emmenbrücke', municipality: 1061 },
  ],
}

const files: readonly StoredFile[] = [
  { id: 'photo-1', name: 'Strasse.jpg', size: 240_000, type: 'image/jpeg' },
  { id: 'photo-2', name: 'Laterne.png', size: 90_000, type: 'image/png' },
  { id: 'photo-3', name: 'Brunnen.webp', size: 70_000, type: 'image/webp' },
  { id: 'photo-huge', name: 'Panorama.jpg', size: 48_000_000, type: 'image/jpeg' },
  { id: 'contract-1', name: 'Mietvertrag.pdf', size: 310_000, type: 'application/pdf' },
]

/** A small world for the gallery and for tests: four municipalities, five files, Sunday 22 November 2026. */
export const exampleContext: FormContext = {
  today: swissDate(new Date('2026-11-22T12:00:00Z')),
  municipalities,
  localities: (postcode) => (Object.hasOwn(localities, postcode) ? (localities[postcode] ?? []) : []),
  file: (id) => files.find((file) => file.id === id),
}
