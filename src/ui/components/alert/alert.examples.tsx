import type { Example } from '../../gallery/example.ts'
import { Alert } from './alert.tsx'

export const examples: Example[] = [
  {
    name: 'all kinds',
    vnode: () => (
      <>
        <Alert kind="info" title="Gut zu wissen">
          <p>Sie können jederzeit unterbrechen und später weiterfahren.</p>
        </Alert>
        <Alert kind="success" title="Ihre Meldung ist angekommen">
          <p>Die Geschäftsnummer steht auch in der E-Mail.</p>
        </Alert>
        <Alert kind="warning">
          <p>Diese Frist ist ein Beispiel und gilt nicht.</p>
        </Alert>
        <Alert kind="danger" title="Nicht gespeichert">
          <p>Das Portal war nicht erreichbar. Ihre Angaben stehen noch im Formular.</p>
        </Alert>
      </>
    ),
  },
]
