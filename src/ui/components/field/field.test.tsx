import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { t } from '../../gallery/example.ts'
import { CheckboxGroup } from '../checkbox-group/checkbox-group.tsx'
import { DateField } from '../date-field/date-field.tsx'
import { FileField, formatBytes } from '../file-field/file-field.tsx'
import { RadioGroup } from '../radio-group/radio-group.tsx'
import { TextField } from '../text-field/text-field.tsx'
import { describedBy } from './field.tsx'

test('an input names its hint and its error, in the order in which they are read', () => {
  const html = renderToString(
    <TextField id="plz" name="plz" label="PLZ" hint="Vier Ziffern" error="Zu kurz" required />,
  )
  expect(html).toContain('<label class="ds-label" for="plz">')
  expect(html).toContain('aria-describedby="plz-hint plz-error"')
  expect(html).toContain('id="plz-hint"')
  expect(html).toContain('id="plz-error"')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('aria-required="true"')
})

test('an input without hint and error names nothing', () => {
  expect(describedBy({ id: 'x' })).toBeUndefined()
  expect(renderToString(<TextField id="x" name="x" label="X" />)).not.toContain('aria-')
})

test('what someone typed stands in the field as text, never as markup', () => {
  const html = renderToString(<TextField id="x" name="x" label="X" value={'"><svg onload=alert(1)>'} />)
  expect(html).not.toContain('<svg')
  expect(html).toContain('&quot;>')
})

test('the question can be the heading of its page', () => {
  expect(renderToString(<TextField id="x" name="x" label="Wie heissen Sie?" labelIsHeading />)).toContain('<h1')
  expect(renderToString(<RadioGroup id="y" name="y" label="Wohin?" labelIsHeading options={[]} />)).toContain('<h1')
})

test('the first choice carries the id to which an error summary leads', () => {
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ]
  const html = renderToString(<CheckboxGroup id="who" name="who" label="Wer?" options={options} values={['b']} />)
  expect(html).toContain('id="who" name="who" value="a"')
  expect(html).toMatch(/id="who-2" name="who" value="b" checked/)
})

test('a date is three numbers, and only the wrong part is marked', () => {
  const html = renderToString(
    <DateField
      t={t}
      id="d"
      name="d"
      label="Wann?"
      value={{ day: '31', month: '11', year: '2026' }}
      error="Gibt es nicht"
      errorParts={['day']}
    />,
  )
  expect(html.match(/aria-invalid="true"/g)).toHaveLength(1)
  for (const name of ['d.day', 'd.month', 'd.year']) expect(html).toContain(`name="${name}"`)
})

test('each file handed in has a button that removes it and says which', () => {
  const html = renderToString(
    <FileField t={t} id="f" name="f" label="Datei" files={[{ id: 'f1', name: 'vertrag.pdf', size: 2_410_000 }]} />,
  )
  expect(html).toContain('name="f.remove" value="f1"')
  expect(html).toContain('Entfernen<span class="ds-sr-only"> vertrag.pdf</span>')
})

test.each([
  [999, '999 B'],
  [640_000, '640 KB'],
  [2_410_000, '2.4 MB'],
  [10_000_000, '10 MB'],
])('%i bytes are read as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
