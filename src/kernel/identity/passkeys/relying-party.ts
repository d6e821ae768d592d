/** Who we are to an authenticator: passkeys are bound to the host of the public origin, and good on that origin only. */
export type RelyingParty = { id: string; origin: string; name: string }

export function relyingPartyOf({ origin }: { origin: string }): RelyingParty {
  return { id: new URL(origin).hostname, origin, name: 'Wegweiser' }
}
