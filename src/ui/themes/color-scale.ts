/**
 * From one base colour to a scale in which contrast holds by construction.
 *
 * Contrast in WCAG depends on relative luminance alone. So each step of the scale is given a luminance, and the colour
 * is the one of the base's hue that has it: whatever hue an authority chooses, the pairs keep their contrast.
 * Hue and chroma live in OKLCH (Björn Ottosson, https://bottosson.github.io/posts/oklab/), where equal hue looks equal.
 */

export type Scheme = 'light' | 'dark'

/** The steps that the styles of `@digdir/designsystemet-css` ask for, per colour. */
export type ScaleStep =
  | 'background-default'
  | 'background-tinted'
  | 'surface-default'
  | 'surface-tinted'
  | 'surface-hover'
  | 'surface-active'
  | 'border-subtle'
  | 'border-default'
  | 'border-strong'
  | 'text-subtle'
  | 'text-default'
  | 'base-default'
  | 'base-hover'
  | 'base-active'
  | 'base-contrast-subtle'
  | 'base-contrast-default'

export type Scale = Readonly<Record<ScaleStep, string>>

type Oklch = { lightness: number; chroma: number; hue: number }
type Rgb = readonly [red: number, green: number, blue: number]

/** How far a step stands from the page's background, as a contrast ratio, and how much of the base's chroma it keeps. */
type Target = readonly [contrast: number, chroma: number]

const lightTargets: Record<ScaleStep, Target> = {
  'background-default': [1, 0],
  'background-tinted': [1.08, 0.25],
  'surface-default': [1, 0],
  'surface-tinted': [1.17, 0.35],
  'surface-hover': [1.3, 0.45],
  'surface-active': [1.5, 0.55],
  'border-subtle': [1.7, 0.5],
  'border-default': [4.2, 0.9],
  'border-strong': [7.2, 1],
  'text-subtle': [7.2, 1],
  'text-default': [14, 0.7],
  'base-default': [5.6, 1],
  'base-hover': [7.6, 1],
  'base-active': [9.8, 1],
  'base-contrast-subtle': [1.1, 0.25],
  'base-contrast-default': [1, 0],
}

const darkTargets: Record<ScaleStep, Target> = {
  'background-default': [1, 0.16],
  'background-tinted': [1.1, 0.22],
  'surface-default': [1.13, 0.22],
  'surface-tinted': [1.3, 0.35],
  'surface-hover': [1.45, 0.42],
  'surface-active': [1.7, 0.5],
  'border-subtle': [1.95, 0.45],
  'border-default': [4.4, 0.6],
  'border-strong': [8.4, 0.7],
  'text-subtle': [8.4, 0.7],
  'text-default': [14.5, 0.2],
  'base-default': [7.4, 0.85],
  'base-hover': [9, 0.75],
  'base-active': [10.8, 0.65],
  'base-contrast-subtle': [1.15, 0.5],
  'base-contrast-default': [1, 0.3],
}

/** Luminance of the page's background: white, and in the dark a soft black. */
const background: Record<Scheme, number> = { light: 1, dark: 0.0105 }

/**
 * The scale of a base colour (`#rrggbb`) for one scheme.
 *
 * In the light, a base that is dark enough for white text stays exactly as the authority gave it.
 */
export function colorScale(base: string, scheme: Scheme): Scale {
  const { chroma, hue } = toOklch(parseHex(base))
  const step = ([contrast, keep]: Target) => hexAtLuminance(luminanceAt(scheme, contrast), chroma * keep, hue)
  const targets = scheme === 'light' ? lightTargets : darkTargets
  const scale = {
    'background-default': step(targets['background-default']),
    'background-tinted': step(targets['background-tinted']),
    'surface-default': step(targets['surface-default']),
    'surface-tinted': step(targets['surface-tinted']),
    'surface-hover': step(targets['surface-hover']),
    'surface-active': step(targets['surface-active']),
    'border-subtle': step(targets['border-subtle']),
    'border-default': step(targets['border-default']),
    'border-strong': step(targets['border-strong']),
    'text-subtle': step(targets['text-subtle']),
    'text-default': step(targets['text-default']),
    'base-default': step(targets['base-default']),
    'base-hover': step(targets['base-hover']),
    'base-active': step(targets['base-active']),
    'base-contrast-subtle': step(targets['base-contrast-subtle']),
    'base-contrast-default': step(targets['base-contrast-default']),
  }
  return scheme === 'light' ? keepOwnBase(scale, base, { chroma, hue }) : scale
}

/** Where white text is readable on the authority's own colour, buttons carry that very colour. */
function keepOwnBase(scale: Scale, base: string, { chroma, hue }: Omit<Oklch, 'lightness'>): Scale {
  const own = contrast(base, '#ffffff')
  if (own < lightTargets['base-default'][0] || own > 12) return scale
  const darker = (factor: number) => hexAtLuminance(luminanceAt('light', Math.min(own * factor, 18)), chroma, hue)
  return { ...scale, 'base-default': base.toLowerCase(), 'base-hover': darker(1.3), 'base-active': darker(1.6) }
}

/** WCAG contrast ratio of two colours (`#rrggbb`), from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(parseHex(one)), luminance(parseHex(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminanceAt(scheme: Scheme, ratio: number): number {
  return scheme === 'light'
    ? Math.max(0, (background.light + 0.05) / ratio - 0.05)
    : Math.min(1, (background.dark + 0.05) * ratio - 0.05)
}

/** The colour of a hue with a luminance, as colourful as wished or as the screen can show. */
function hexAtLuminance(target: number, chroma: number, hue: number): string {
  for (let share = 1; share > 0; share -= 0.04) {
    const rgb = toRgb({ lightness: lightnessFor(target, chroma * share, hue), chroma: chroma * share, hue })
    if (rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005)) return toHex(rgb)
  }
  return toHex([target, target, target])
}

function lightnessFor(target: number, chroma: number, hue: number): number {
  let [low, high] = [0, 1]
  for (let round = 0; round < 24; round++) {
    const middle = (low + high) / 2
    if (luminance(toRgb({ lightness: middle, chroma, hue })) < target) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Relative luminance of linear red, green and blue (WCAG 2, ITU-R BT.709). */
function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function toRgb({ lightness, chroma, hue }: Oklch): Rgb {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

function toOklch([red, green, blue]: Rgb): Oklch {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  }
}

/** Linear channels of `#rrggbb`. Throws a `RangeError` for anything else. */
function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (!match) throw new RangeError(`${hex} is no colour of the form #rrggbb`)
  return [linear(match[1]), linear(match[2]), linear(match[3])]
}

function linear(pair = '00'): number {
  const value = Number.parseInt(pair, 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map(encode).join('')}`
}

function encode(channel: number): string {
  const value = Math.min(1, Math.max(0, channel))
  const encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0')
}
