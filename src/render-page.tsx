import { withPrefix } from './kernel/http/address.ts'
import type { PageContent } from './kernel/http/answers.ts'
import type { Request } from './kernel/http/route.ts'
import { languages } from './kernel/i18n/language.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Assets } from './ui/assets.ts'
import { DeskShell } from './ui/layouts/desk-shell.tsx'
import { renderDocument } from './ui/layouts/document.tsx'
import { PublicShell } from './ui/layouts/public-shell.tsx'
import type { ShellProps, ShellUser } from './ui/layouts/shell.tsx'

/** Frames a page's content with the shell it asks for and makes HTML of it. */
export function createPageRenderer(kernel: Kernel, assets: Assets): (content: PageContent, request: Request) => string {
  return (content, request) => {
    const props = shellProps(kernel, assets, content, request)
    if (content.shell !== 'desk') {
      return renderDocument(
        <PublicShell {...props} width={content.width}>
          {content.body}
        </PublicShell>,
      )
    }
    return renderDocument(
      <DeskShell
        {...props}
        nav={content.nav ?? []}
        list={content.list}
        phoneShows={content.phoneShows}
        actions={content.actions}
      >
        {content.body}
      </DeskShell>,
    )
  }
}

type Frame = Omit<ShellProps, 'children'>

function shellProps(kernel: Kernel, assets: Assets, content: PageContent, request: Request): Frame {
  const { prefix, path, search } = request
  const isDemo = kernel.settings.mode === 'demo'
  const inLanguage = (language: Frame['language']) => withPrefix({ ...prefix, language }, path)
  return {
    t: request.t,
    title: content.title,
    language: request.language,
    languages: languages.map((language) => ({ language, href: inLanguage(language) + search })),
    canonical: kernel.settings.origin + inLanguage(request.language),
    homeHref: request.href('/'),
    signInHref: `${request.href('/sign-in')}?next=${encodeURIComponent(request.href(path))}`,
    isDemo,
    assets,
    noIndex: content.noIndex ?? isDemo,
    ...authorityProps(kernel, request),
    ...userProps(request),
    ...(content.description === undefined ? {} : { description: content.description }),
    ...(content.breadcrumbs === undefined ? {} : { breadcrumbs: content.breadcrumbs }),
  }
}

function authorityProps({ authorities }: Kernel, { authorityId, language }: Request): Pick<Frame, 'authority'> {
  if (authorityId === undefined) return {}
  return { authority: { name: authorities.nameOf(authorityId, language), slug: authorityId, theme: authorityId } }
}

function userProps(request: Request): Pick<Frame, 'user'> {
  const { display, actor, sessionEndsAt } = request.principal
  if (!display) return {}
  const user: ShellUser = {
    name: display.name,
    accountHref: request.href('/account'),
    signOutHref: request.href('/sign-out'),
    kind: actor.kind === 'staff' ? 'staff' : 'person',
    ...(sessionEndsAt ? { session: { endsAt: sessionEndsAt, keepHref: '/session' } } : {}),
  }
  return { user }
}
