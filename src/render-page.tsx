import type { PageContent } from './kernel/http/answers.ts'
import { withPrefix } from './kernel/http/address.ts'
import type { Request } from './kernel/http/route.ts'
import { languages } from './kernel/i18n/language.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Assets } from './ui/assets.ts'
import { DeskShell } from './ui/layouts/desk-shell.tsx'
import { renderDocument } from './ui/layouts/document.tsx'
import { PublicShell } from './ui/layouts/public-shell.tsx'
import type { ShellProps, ShellUser } from './ui/layouts/shell.tsx'

export type AuthorityLook = { name: string; slug: string; theme: string }

/** What the frame of a page needs to know of the rest of the house. */
export type RenderParts = {
  kernel: Kernel
  assets: Assets
  authorityLook: (slug: string, request: Request) => AuthorityLook | undefined
  user: (request: Request) => ShellUser | undefined
  deskNav: (request: Request) => readonly { href: string; text: string; isCurrent?: boolean; shortcut?: string }[]
}

/** Frames a page's content with the shell it asks for and makes HTML of it. */
export function createPageRenderer(parts: RenderParts): (content: PageContent, request: Request) => string {
  return (content, request) => {
    const props = shellProps(parts, content, request)
    if (content.shell === 'desk') {
      return renderDocument(
        <DeskShell
          {...props}
          nav={parts.deskNav(request).map((item) => ({ ...item, isCurrent: item.isCurrent ?? content.current === item.href }))}
          list={content.list}
          phoneShows={content.phoneShows}
          actions={content.actions}
        >
          {content.body}
        </DeskShell>,
      )
    }
    return renderDocument(
      <PublicShell {...props} width={content.width}>
        {content.body}
      </PublicShell>,
    )
  }
}

function shellProps({ kernel, assets, authorityLook, user }: RenderParts, content: PageContent, request: Request): Omit<ShellProps, 'children'> {
  const { prefix, path } = request
  return {
    t: request.t,
    title: content.title,
    language: request.language,
    languages: languages.map((language) => ({ language, href: withPrefix({ ...prefix, language }, path) })),
    canonical: `${kernel.settings.origin}${withPrefix({ ...prefix, language: request.language }, path)}`,
    homeHref: request.href('/'),
    signInHref: `${request.href('/sign-in')}?next=${encodeURIComponent(request.href(path))}`,
    isDemo: kernel.settings.mode === 'demo',
    assets,
    noIndex: content.noIndex ?? kernel.settings.mode === 'demo',
    ...(request.authorityId === undefined ? {} : { authority: authorityLook(request.authorityId, request) }),
    ...(content.description === undefined ? {} : { description: content.description }),
    ...(content.breadcrumbs === undefined ? {} : { breadcrumbs: content.breadcrumbs }),
    ...(user(request) === undefined ? {} : { user: user(request) }),
  }
}
