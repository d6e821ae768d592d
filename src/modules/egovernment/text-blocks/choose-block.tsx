import { Button } from '#ui/components/button/button.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { caseHref, type DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import type { InboxView } from '../desk/inbox.ts'
import { chosenField, insertName } from './insert-block.ts'
import type { TextBlock } from './text-block.ts'

type Props = DeskPage & {
  readonly blocks: readonly TextBlock[]
  readonly number: string
  readonly view: InboxView
  readonly form: FormReading
  /** The text area that a block is added to. */
  readonly into: string
  readonly label: string
}

/**
 * Chooses a text block and adds it to what was typed: without script the button sends the form, which comes back with it; with script it
 * is added at once. Keyboard: Tab to the list, first letters choose, Tab and Enter insert.
 */
export function ChooseBlock({ t, href, blocks, number, view, form, into, label }: Props) {
  if (blocks.length === 0) return null
  const name = chosenField(into)
  return (
    <div
      class="one-line"
      data-enhance="insert-text"
      data-into={into}
      data-url={caseHref({ href }, number, view, 'text-blocks')}
      data-done={t('egovernment.text_blocks.inserted')}
      data-failed={t('egovernment.text_blocks.not_inserted')}
    >
      <SelectField
        id={name}
        name={name}
        label={label}
        value={form.value(name)}
        emptyLabel={t('egovernment.desk.choose')}
        options={blocks.map(({ id, title }) => ({ value: id, label: title }))}
        {...errorOf(form, name)}
      />
      <Button name={insertName} value={into} variant="secondary">
        {t('egovernment.text_blocks.insert')}
      </Button>
    </div>
  )
}
