import type { Example } from '../../gallery/example.ts'
import { Button, ButtonRow, LinkButton } from './button.tsx'

export const examples: Example[] = [
  {
    name: 'row of a form',
    vnode: () => (
      <ButtonRow>
        <Button>Weiter</Button>
        <Button variant="secondary" name="do" value="save">
          Speichern und später weiterfahren
        </Button>
        <LinkButton href="/" variant="tertiary">
          Abbrechen
        </LinkButton>
      </ButtonRow>
    ),
  },
  {
    name: 'danger and neutral',
    vnode: () => (
      <ButtonRow>
        <Button color="danger">Gesuch zurückziehen</Button>
        <Button color="danger" variant="secondary">
          Löschen
        </Button>
        <Button color="neutral" variant="secondary">
          Drucken
        </Button>
      </ButtonRow>
    ),
  },
]
