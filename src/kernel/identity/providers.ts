import type { Settings } from '../config/settings.ts'
import { demoProvider } from './demo/demo-provider-settings.ts'
import { OidcClient, type OidcProvider } from './oidc-client.ts'

export const callbackPath = '/sign-in/callback'

/** The sign-ins of an installation: residents and staff each have their provider, or none. */
export type SignInClients = { person: OidcClient | undefined; staff: OidcClient | undefined }

/** Providers come from the settings; where they name none, the demo has its own and production has none. */
export function createSignInClients(settings: Settings): SignInClients {
  const redirectUri = `${settings.origin}${callbackPath}`
  const client = (provider: OidcProvider | undefined) => provider && new OidcClient(provider, redirectUri)
  return {
    person: client(settings.oidc ?? demoProvider(settings, 'person')),
    staff: client(settings.staffOidc ?? demoProvider(settings, 'staff')),
  }
}
