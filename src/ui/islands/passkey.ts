import { make } from './dom.ts'

/**
 * Makes or uses a passkey before a form is sent. The address of `data-challenge` answers a POST with what the browser is asked
 * for; what it gives goes along in the field `credential`. Without script the form shows no button and says what else one can do.
 */
export function usePasskey(element: HTMLElement): void {
  const field = element.querySelector<HTMLInputElement>('input[name="credential"]')
  if (!(element instanceof HTMLFormElement) || !field || !window.PublicKeyCredential) return
  for (const part of element.querySelectorAll<HTMLElement>('[data-passkey]')) part.hidden = !part.hidden
  let isBusy = false

  element.addEventListener('submit', async (event) => {
    if (field.value !== '') return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (isBusy) return
    isBusy = true
    element.querySelector('.passkey-trouble')?.remove()
    try {
      field.value = JSON.stringify(await askBrowser(element.dataset))
      element.requestSubmit()
    } catch (error) {
      tell(element, textOf(error, element.dataset))
    }
    isBusy = false
  })
}

class ChallengeError extends Error {
  override name = 'ChallengeError'
}

async function askBrowser({ ceremony, challenge }: DOMStringMap): Promise<unknown> {
  const answer = await fetch(challenge ?? '', { method: 'POST', headers: { accept: 'application/json' } })
  if (!answer.ok) throw new ChallengeError(String(answer.status))
  const { startAuthentication, startRegistration } = await import('@simplewebauthn/browser')
  const optionsJSON = await answer.json()
  return ceremony === 'register' ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })
}

function textOf(error: unknown, { cancelled, known, over, failed }: DOMStringMap): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return cancelled ?? ''
  if (name === 'InvalidStateError') return known ?? ''
  return (name === 'ChallengeError' ? over : failed) ?? ''
}

function tell(form: HTMLFormElement, text: string): void {
  const message = make('div', {
    class: 'ds-alert passkey-trouble',
    'data-color': 'warning',
    role: 'alert',
    tabindex: '-1',
  })
  message.append(make('p', {}, text))
  form.prepend(message)
  message.focus()
}
