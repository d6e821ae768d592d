import { exampleContext } from '../../../forms/example-context.ts'

/** Who fills services in, where they live, and what they bring. */
export const luzern = { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 }
export const kriens = { street: 'Beispielweg', number: '7a', postcode: '6010', locality: 'Kriens', municipality: 1059 }
export const zurich = { street: 'Musterstrasse', number: '3', postcode: '8001', locality: 'Zürich' }
export const mira = { given: 'Mira', family: 'Muster' }
export const noah = { given: 'Noah', family: 'Beispiel' }
export const born = '1990-05-17'
export const phone = '+41412088111'
export const papers = [exampleContext.file('contract-1')]
export const photos = [exampleContext.file('photo-1')]
