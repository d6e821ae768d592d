import { expect, test } from 'vitest'
import { sitemapLimit, sitemapText } from './sitemap.ts'

const origin = 'https://portal.example'
const whole = (pages: Parameters<typeof sitemapText>[0]) => [...sitemapText(pages, origin)].join('')
const addresses = (text: string) => [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1])

test('a page stands in all four languages, each naming all others and the one without language', () => {
  const text = whole([{ path: '/services/move' }])
  expect(addresses(text)).toEqual(['de', 'fr', 'it', 'en'].map((language) => `${origin}/${language}/services/move`))
  expect(text.match(/hreflang="fr" href="https:\/\/portal\.example\/fr\/services\/move"/g)).toHaveLength(4)
  expect(text.match(/hreflang="x-default" href="https:\/\/portal\.example\/services\/move"/g)).toHaveLength(4)
})

test('pages of an authority lie below its name', () => {
  expect(addresses(whole([{ path: '/', authority: 'kriens' }]))[1]).toBe(`${origin}/fr/kriens/`)
})

test('addresses are escaped for XML and for the web', () => {
  expect(addresses(whole([{ path: `/services/a&b'<ü>` }]))[0]).toBe(`${origin}/de/services/a&amp;b&apos;%3C%C3%BC%3E`)
})

test('one file never has more addresses than the protocol allows, however many pages there are', () => {
  function* endless() {
    for (let number = 0; ; number += 1) yield { path: `/services/${number}` }
  }
  let count = 0
  for (const part of sitemapText(endless(), origin)) count += part.split('<url>').length - 1
  expect(count).toBe(sitemapLimit)
})
