import { withPrefix } from './kernel/http/address.ts'
import type { PageContent } from './kernel/http/answers.ts'
import type { Request } from './kernel/http/route.ts'
import { languages } from './kernel/i18n/language.ts'
import type { Kernel } from './kernel/kernel.ts'
import { LRUCache } from './kernel/sealing/lru-cache.ts'
import type { Assets } from './ui/assets.ts'
import { DeskShell } from './ui/layouts/desk-shell.tsx'
import { type Frame as DocumentFrame, renderDocument, renderFrame, renderIn } from './ui/layouts/document.tsx'
import { PublicShell } from './ui/layouts/public-shell.tsx'
import type { ShellProps, ShellUser } from './ui/layouts/shell.tsx'

/** Frames a page's content with the shell it asks for and makes HTML of it. */
export function createPageRenderer(kernel: Kernel, assets: Assets): (content: PageContent, request: Request) => string {
  const frames = new LRUCache<DocumentFrame>(500)
  return (content, request) => {
    if (content.shell !== 'desk') return renderIn(publicFrame(kernel, assets, frames, content, request), content.body)
    const props = shellProps(kernel, assets, content, request)
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

const longestKey = 2_000

/** Frames of pages that nobody in particular looks at are remembered: many people come to the same address. */
function publicFrame(
  kernel: Kernel,
  assets: Assets,
  frames: LRUCache<DocumentFrame>,
  content: PageContent,
  request: Request,
): DocumentFrame {
  const { body, ...around } = content
  const isShared = request.principal.display === undefined
  const { prefix, path, search, language, authorityId } = request
  const key = isShared ? JSON.stringify([around, prefix, path, search, language, authorityId]) : ''
  const known = isShared ? frames.get(key) : undefined
  if (known) return known
  const props = shellProps(kernel, assets, content, request)
  const frame = renderFrame((gap) => (
    <PublicShell {...props} width={content.width}>
      {gap}
    </PublicShell>
  ))
  if (isShared && key.length <= longestKey) frames.set(key, frame)
  return frame
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
    ...(content.alternates === undefined ? {} : { alternates: content.alternates }),
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
