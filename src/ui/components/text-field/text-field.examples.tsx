import type { Example } from '../../gallery/example.ts'
import { TextField } from './text-field.tsx'

export const examples: Example[] = [
  { name: 'plain', vnode: () => <TextField id="tf-name" name="name" label="Vorname und Name" autocomplete="name" /> },
  {
    name: 'with hint, optional',
    vnode: () => (
      <TextField
        id="tf-phone"
        name="phone"
        type="tel"
        label="Telefon"
        optionalText="freiwillig"
        hint="Für Rückfragen, zum Beispiel 079 000 00 00."
        autocomplete="tel"
        width="m"
      />
    ),
  },
  {
    name: 'with error',
    vnode: () => (
      <TextField
        id="tf-postcode"
        name="postcode"
        label="Postleitzahl"
        value="60"
        width="xs"
        inputMode="numeric"
        required
        error="Geben Sie vier Ziffern ein, zum Beispiel 6003."
      />
    ),
  },
  {
    name: 'with unit',
    vnode: () => <TextField id="tf-rent" name="rent" type="number" label="Monatsmiete" prefix="CHF" width="s" />,
  },
]
