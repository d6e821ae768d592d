import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'

/** How others show this picture on their own pages: it stays as fresh as the data. */
export function Embed({ svgHref, title, t }: { svgHref: string; title: string; t: Translate }) {
  const code = `<img src="${attribute(svgHref)}" alt="${attribute(title)}">`
  return (
    <Details summary={t('opendata.chart.embed')}>
      <p>
        <a href={svgHref}>{t('opendata.chart.open_picture')}</a>
      </p>
      <copy-text data-copy={t('opendata.data_set.copy')} data-copied={t('opendata.data_set.copied')}>
        <p class="copy-line">
          <strong>HTML</strong>
        </p>
        <pre class="code-block">
          <code>{code}</code>
        </pre>
      </copy-text>
    </Details>
  )
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
