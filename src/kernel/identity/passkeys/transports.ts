import type { AuthenticatorTransport } from '@simplewebauthn/server'

const known = ['ble', 'hybrid', 'internal', 'nfc', 'usb'] as const

/** The ways to reach an authenticator that we know; hints for the browser, nothing more. */
export function transportsOf(names: readonly string[]): AuthenticatorTransport[] {
  return known.filter((name) => names.includes(name))
}
