import { expect, test } from 'vitest'
import { defaultThemeCss, themeCss } from './theme-css.ts'

test('an authority’s sheet speaks only for pages of that authority, in light and dark', () => {
  const css = themeCss({ slug: 'kriens', accent: '#0c534f' })
  expect(css).toContain(':root[data-theme=kriens]{')
  expect(css).toContain('@media (prefers-color-scheme:dark){:root[data-theme=kriens]{')
  expect(css).toContain('--ds-color-accent-base-default:#0c534f;')
  expect(css).not.toContain('--ds-color-danger')
})

test('the default holds every colour that the components name', () => {
  const css = defaultThemeCss()
  for (const color of ['accent', 'neutral', 'info', 'success', 'warning', 'danger']) {
    expect(css).toContain(`--ds-color-${color}-text-subtle:#`)
    expect(css).toContain(`[data-color=${color}]`)
  }
})

test('a slug that could leave its selector is refused', () => {
  expect(() => themeCss({ slug: 'x]{}body{display:none', accent: '#000000' })).toThrow(RangeError)
})
