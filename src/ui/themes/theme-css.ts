import { colorScale, type Scale, type Scheme } from './color-scale.ts'

/** An authority's look: its slug and the one colour it gives. */
export type Theme = { slug: string; accent: string }

/** Colours that every theme shares. */
const shared = {
  neutral: '#5b6470',
  info: '#0a5fa5',
  success: '#1a6b3a',
  warning: '#9a6200',
  danger: '#b3261e',
} as const

/** The accent of the canton-wide portal and of any authority without a theme. */
export const defaultAccent = '#0b5c8a'

/** Style sheet with the colours of the default theme and the states, light and dark. */
export function defaultThemeCss(): string {
  const colors = { accent: defaultAccent, ...shared }
  return schemes(':root', (scheme) =>
    [...Object.entries(colors).map(([name, base]) => properties(name, colorScale(base, scheme))), focus(scheme)].join(
      '',
    ),
  ).concat(Object.keys(colors).map(colorAlias).join(''))
}

/** Style sheet of one authority: its accent only. Linked after the default, chosen by `data-theme` on `<html>`. */
export function themeCss({ slug, accent }: Theme): string {
  if (!/^[a-z0-9-]+$/.test(slug)) throw new RangeError(`${slug} is no slug`)
  return schemes(`:root[data-theme=${slug}]`, (scheme) => properties('accent', colorScale(accent, scheme)))
}

function schemes(selector: string, body: (scheme: Scheme) => string): string {
  return `${selector}{color-scheme:light dark;${body('light')}}@media (prefers-color-scheme:dark){${selector}{${body('dark')}}}`
}

function properties(name: string, scale: Scale): string {
  return Object.entries(scale)
    .map(([step, value]) => `--ds-color-${name}-${step}:${value};`)
    .join('')
}

/** `data-color=danger` and its like make a part of the page speak in that colour. */
function colorAlias(name: string): string {
  const selector = name === 'accent' ? ':root,[data-color=accent]' : `[data-color=${name}]`
  const steps = Object.keys(colorScale('#000000', 'light'))
  return `${selector}{${steps.map((step) => `--ds-color-${step}:var(--ds-color-${name}-${step});`).join('')}}`
}

/** Focus is a ring in the text's colour with the background's colour inside: seen on every surface. */
function focus(scheme: Scheme): string {
  const neutral = colorScale(shared.neutral, scheme)
  return `--ds-color-focus-inner:${neutral['background-default']};--ds-color-focus-outer:${neutral['text-default']};`
}
