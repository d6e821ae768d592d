import { type ComponentChildren, Fragment, h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Language } from '#kernel/i18n/language.ts'
import type { Assets } from '../assets.ts'

export type DocumentProps = {
  language: Language
  title: string
  assets: Assets
  /** Name of the authority's theme. */
  theme?: string
  /** Absolute address of this page. */
  canonical?: string
  /** The same page in each language. */
  languages?: readonly { language: Language; href: string }[]
  noIndex?: boolean
  description?: string
  /** The same in other forms: linked data, a feed. */
  alternates?: readonly { href: string; type: string; title?: string }[]
  /** Staff pages are set tighter. */
  isDense?: boolean
  children: ComponentChildren
}

/** The frame of every page: language, title, addresses, styles and script. */
export function Document(props: DocumentProps) {
  const { assets, theme, canonical } = props
  const themeSheet = theme === undefined ? undefined : assets.themes[theme]
  return (
    <html lang={props.language} data-theme={theme} data-size={props.isDense ? 'sm' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title}</title>
        {props.description && <meta name="description" content={props.description} />}
        {props.noIndex && <meta name="robots" content="noindex" />}
        {canonical && <link rel="canonical" href={canonical} />}
        {canonical &&
          props.languages?.map(({ language, href }) => (
            <link key={language} rel="alternate" hreflang={language} href={new URL(href, canonical).href} />
          ))}
        {props.alternates?.map(({ href, type, title }) => (
          <link key={href} rel="alternate" type={type} href={href} title={title} />
        ))}
        <link rel="icon" href="data:," />
        <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={assets.css} />
        {themeSheet && <link rel="stylesheet" href={themeSheet} />}
        <script type="module" src={assets.js} />
      </head>
      <body>{props.children}</body>
    </html>
  )
}

/** A whole page as text, ready to send. */
export function renderDocument(page: VNode): string {
  return `<!DOCTYPE html>\n${renderToString(page)}`
}

/** What stands around a page's content: the same for everybody without an account who looks at the same address. */
export type Frame = { readonly before: string; readonly after: string }

// Text and attributes are escaped, so that nothing else can look like it.
const gap = '<slot name="content"></slot>'

/** Renders a shell once, to be put around contents that are rendered later. */
export function renderFrame(shell: (content: VNode) => VNode): Frame {
  const [before, after, ...rest] = renderDocument(shell(<slot name="content" />)).split(gap)
  if (before === undefined || after === undefined || rest.length > 0)
    throw new Error('a frame has one place for content')
  return { before, after }
}

export function renderIn({ before, after }: Frame, content: ComponentChildren): string {
  return before + renderToString(h(Fragment, null, content)) + after
}
