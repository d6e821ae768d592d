import { make } from './dom.ts'

const probeTimeout = 5_000

/**
 * Sends a form only when the portal answers. When it does not, the page stays with all that was entered and says so;
 * without this the browser would replace the page by its own error.
 */
export function keepForm(element: HTMLElement): void {
  const texts = document.querySelector<HTMLElement>('form-keeper')?.dataset
  if (!(element instanceof HTMLFormElement) || !texts) return
  let state: 'idle' | 'asking' | 'sending' = 'idle'

  element.addEventListener('submit', async (event) => {
    if (state === 'sending') return
    event.preventDefault()
    if (state === 'asking') return
    state = 'asking'
    if (await portalAnswers(texts.probe ?? '/readyz')) {
      state = 'sending'
      element.requestSubmit(event.submitter)
    } else {
      tell(element, texts.away ?? '')
    }
    state = 'idle'
  })
}

async function portalAnswers(probe: string): Promise<boolean> {
  try {
    return (await fetch(probe, { cache: 'no-store', signal: AbortSignal.timeout(probeTimeout) })).ok
  } catch {
    return false
  }
}

function tell(form: HTMLFormElement, text: string): void {
  form.querySelector('.form-away')?.remove()
  const message = make('div', { class: 'ds-alert form-away', 'data-color': 'warning', role: 'alert', tabindex: '-1' })
  message.append(make('p', {}, text))
  const buttons = form.querySelector('.button-row')
  if (buttons) buttons.before(message)
  else form.append(message)
  message.focus()
}
