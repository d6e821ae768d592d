import { expect, test } from 'vitest'
import { AssetsNotBuiltError, loadAssets, readAssets } from './assets.ts'

test('without a build it says what to do', () => {
  expect(() => loadAssets('/nowhere')).toThrow(AssetsNotBuiltError)
  expect(() => loadAssets('/nowhere')).toThrow(/run "vite build"/)
})

test('a broken list of assets is refused', () => {
  expect(() => readAssets({ css: '/a.css', themes: {} })).toThrow(TypeError)
})
