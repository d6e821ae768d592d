import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { cellText } from './cell-text.ts'
import type { LookProps } from './look-page.tsx'
import type { TimeChoice } from './time-wish.ts'

/** Chooses the time that is shown. */
export function TimeField({ time, ...props }: LookProps & { time: TimeChoice }) {
  return (
    <SelectField
      id="drawn-at"
      name="at"
      label={props.t('opendata.chart.setting.at')}
      value={String(time.chosen)}
      options={time.values.map((cell) => ({ value: String(cell), label: cellText(cell, time.column, props) }))}
    />
  )
}
