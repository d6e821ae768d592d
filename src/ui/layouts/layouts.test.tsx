import { expect, test } from 'vitest'
import type { Assets } from '../assets.ts'
import { translators } from '../gallery/example.ts'
import { DeskShell } from './desk-shell.tsx'
import { renderDocument } from './document.tsx'
import { PublicShell } from './public-shell.tsx'

const assets: Assets = {
  css: '/assets/a.css',
  js: '/assets/a.js',
  font: '/assets/a.woff2',
  themes: { kriens: '/assets/k.css' },
}

const page = (more: {
  isDemo: boolean
  user?: { name: string; accountHref: string; signOutHref: string; kind: 'person' }
}) =>
  renderDocument(
    <PublicShell
      t={translators.fr}
      language="fr"
      title="Annoncer un déménagement"
      authority={{ name: 'Kriens', slug: 'kriens', theme: 'kriens' }}
      languages={[
        { language: 'de', href: '/de/kriens/services/move' },
        { language: 'fr', href: '/fr/kriens/services/move' },
      ]}
      canonical="https://wegweiser.example/fr/kriens/services/move"
      homeHref="/fr/kriens/"
      signInHref="/sign-in"
      assets={assets}
      {...more}
    >
      <h1>Annoncer un déménagement</h1>
    </PublicShell>,
  )

test('a page says its language, its title and where it stands in other languages', () => {
  const html = page({ isDemo: false })
  expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="fr" data-theme="kriens">/)
  expect(html).toContain('<title>Annoncer un déménagement – Kriens – Wegweiser</title>')
  expect(html).toContain('<link rel="canonical" href="https://wegweiser.example/fr/kriens/services/move"')
  expect(html).toContain('hreflang="de" href="https://wegweiser.example/de/kriens/services/move"')
  expect(html).toContain('href="/assets/k.css"')
})

test('the demo says so and stays out of search engines', () => {
  expect(page({ isDemo: true })).toContain('ce n’est pas un site officiel')
  expect(page({ isDemo: true })).toContain('content="noindex"')
  expect(page({ isDemo: false })).not.toContain('noindex')
})

test('who is signed in can sign out by a form, who is not can sign in', () => {
  const user = { name: 'Mara Beispiel', accountHref: '/account', signOutHref: '/sign-out', kind: 'person' as const }
  expect(page({ isDemo: true, user })).toContain('<form method="post" action="/sign-out">')
  expect(page({ isDemo: true })).toContain('href="/sign-in"')
})

test('the footer’s pages lie below the authority’s start page', () => {
  expect(page({ isDemo: true })).toContain('href="/fr/kriens/accessibility"')
})

test('no page carries inline script or style', () => {
  expect(page({ isDemo: true })).not.toMatch(/ style=|<style| on[a-z]+=|<script(?! type="module" src=)/)
})

test('the menu of the desk is one line that names the page, and opens without script', () => {
  const html = renderDocument(
    <DeskShell
      t={translators.de}
      language="de"
      title="Fällig"
      languages={[]}
      homeHref="/kriens/"
      assets={assets}
      isDemo={false}
      nav={[
        { href: '/desk/inbox?tab=mine', text: 'Meine', count: 25 },
        { href: '/desk/inbox?tab=due', text: 'Fällig', count: 29, isCurrent: true },
      ]}
    >
      <h1>Fällig</h1>
    </DeskShell>,
  )
  const [, line, entries] = /<summary>(.*?)<\/summary>(.*?)<\/details><\/nav>/.exec(html) ?? []
  expect(line).toContain('Fällig')
  expect(line).not.toContain('Meine')
  expect(entries).toContain('href="/desk/inbox?tab=mine"')
})
