import type { Settings } from '../../config/settings.ts'
import type { OidcProvider } from '../oidc-client.ts'

/** Where the demo's own provider lives: below this path, in the same process. */
export const demoProviderPath = '/demo/oidc'

/** Everybody may be anybody in the demo, so this is no secret. */
export const demoClientSecret = 'demo'

export function demoClientId(kind: 'person' | 'staff'): string {
  return `wegweiser-${kind}`
}

/** How we sign in at the demo's provider; nothing in production. */
export function demoProvider(settings: Settings, kind: 'person' | 'staff'): OidcProvider | undefined {
  if (settings.mode !== 'demo') return undefined
  return {
    issuer: `${settings.origin}${demoProviderPath}`,
    clientId: demoClientId(kind),
    clientSecret: demoClientSecret,
    prompt: 'login',
    isInsecureAllowed: true,
    fetch: fetchFromOurselves(settings),
  }
}

/** The provider is in this process: it is asked on our own port, whatever stands between the public origin and us. */
function fetchFromOurselves({ origin, host, port }: Settings): NonNullable<OidcProvider['fetch']> {
  const own = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`
  const publicHost = new URL(origin).host
  return (url, { body, headers, ...options }) =>
    fetch(url.replace(origin, own), {
      ...options,
      body: body instanceof Uint8Array ? new Uint8Array(body) : (body ?? null),
      headers: { ...headers, host: publicHost },
    })
}
