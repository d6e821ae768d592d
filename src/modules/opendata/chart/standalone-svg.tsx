import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Answer, text } from '#kernel/http/answers.ts'
import { fitText, px } from '#ui/charts/scale.ts'
import { readableXml } from '../dcat/xml-text.ts'

const style = readFileSync(join(import.meta.dirname, '../../../ui/styles/charts.css'), 'utf8')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s+/g, ' ')
  .concat('text{font-family:"Atkinson Hyperlegible Next",system-ui,sans-serif}')

/** Nothing runs and nothing is fetched; the one style sheet is known by its checksum. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; sandbox`

const [margin, titleHeight, sourceHeight] = [16, 34, 30]

export type Picture = {
  readonly width: number
  readonly height: number
  readonly content: ComponentChildren
  readonly title: string
  /** Who says so, and as of when. */
  readonly source: string
  readonly language: string
}

/** A picture as a file that stands alone and may be shown on the pages of others: with its title, its source and its own colours, light and dark. */
export function answerPicture({ width, height, content, title, source, language }: Picture): Answer {
  const [allWidth, allHeight] = [width + 2 * margin, px(height + titleHeight + sourceHeight + 2 * margin)]
  const svg = renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${allWidth} ${allHeight}`}
      width={allWidth}
      height={allHeight}
      role="img"
      aria-label={title}
      lang={language}
    >
      <style>{style}</style>
      <rect class="chart-background" width={allWidth} height={allHeight} />
      <text class="chart-title" x={margin} y={margin + 16}>
        {fitText(title, width, 16)}
      </text>
      <g transform={`translate(${margin} ${margin + titleHeight})`}>{content}</g>
      <text class="chart-quiet" x={margin} y={px(allHeight - margin)}>
        {fitText(source, width, 12)}
      </text>
    </svg>,
  )
  return text(readableXml(svg), 'image/svg+xml; charset=utf-8', {
    headers: {
      'content-security-policy': policy,
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
    },
  })
}
