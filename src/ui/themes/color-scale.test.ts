import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { colorScale, contrast, type Scale, type ScaleStep, type Scheme } from './color-scale.ts'

/** Text and what it stands on: WCAG AA asks for 4.5. */
const textPairs: [ScaleStep, ScaleStep][] = [
  ...(
    [
      'background-default',
      'background-tinted',
      'surface-default',
      'surface-tinted',
      'surface-hover',
      'surface-active',
    ] as const
  ).flatMap((surface): [ScaleStep, ScaleStep][] => [
    ['text-default', surface],
    ['text-subtle', surface],
  ]),
  ['base-contrast-default', 'base-default'],
  ['base-contrast-default', 'base-hover'],
  ['base-contrast-default', 'base-active'],
]

/** Edges of controls and what is beside them: WCAG AA asks for 3. */
const controlPairs: [ScaleStep, ScaleStep][] = [
  ['border-default', 'background-default'],
  ['border-default', 'surface-default'],
  ['border-default', 'surface-tinted'],
  ['border-strong', 'surface-hover'],
  ['base-default', 'background-default'],
  ['base-default', 'surface-default'],
  ['base-default', 'surface-tinted'],
]

const anyColor = fc.integer({ min: 0, max: 0xff_ff_ff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

function lowest(scale: Scale, pairs: [ScaleStep, ScaleStep][]): { ratio: number; pair: string } {
  return pairs
    .map(([one, other]) => ({ ratio: contrast(scale[one], scale[other]), pair: `${one} on ${other}` }))
    .reduce((least, next) => (next.ratio < least.ratio ? next : least))
}

describe.each<Scheme>(['light', 'dark'])('%s', (scheme) => {
  test('text keeps 4.5 and controls keep 3 for any base colour', () => {
    fc.assert(
      fc.property(anyColor, (base) => {
        const scale = colorScale(base, scheme)
        expect(lowest(scale, textPairs)).toSatisfy(({ ratio }) => ratio >= 4.5)
        expect(lowest(scale, controlPairs)).toSatisfy(({ ratio }) => ratio >= 3)
      }),
      { numRuns: 300 },
    )
  })

  test('states keep their contrast on the neutral page of the same scheme', () => {
    const page = colorScale('#5b6470', scheme)
    for (const base of ['#b3261e', '#1a6b3a', '#9a6200', '#0a5fa5'])
      expect(contrast(colorScale(base, scheme)['text-subtle'], page['background-default'])).toBeGreaterThan(4.5)
  })
})

test('a colour dark enough for white text is the button colour itself', () => {
  expect(colorScale('#0B5C8A', 'light')['base-default']).toBe('#0b5c8a')
})

test('a light colour is darkened until white text reads on it', () => {
  const scale = colorScale('#ffcc00', 'light')
  expect(contrast(scale['base-default'], scale['base-contrast-default'])).toBeGreaterThan(4.5)
})

test('contrast is 21 between black and white and 1 for equals', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#777777')).toBe(1)
})

test('what is no colour is refused', () => {
  expect(() => colorScale('red; } body { display: none', 'light')).toThrow(RangeError)
})
