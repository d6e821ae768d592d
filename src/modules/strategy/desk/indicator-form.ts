import { type FormReading, readOptionalTexts, readTexts, textValues } from '#modules/egovernment/public.ts'
import type { Source } from '../graph/node.ts'
import { comparabilities } from '../indicators/comparability.ts'
import { type Definition, directions, type Observation, rhythms } from '../indicators/indicator.ts'
import { isPeriod } from '../indicators/period.ts'
import type { Figure, NewDefinition } from '../indicators/write-indicator.ts'
import { dayFields, readDay } from './day-fields.ts'
import type { FieldValues } from './versions.ts'

/** A definition as the fields of its form show it. */
export function definitionValues(definition: Definition | undefined): FieldValues {
  if (!definition) return {}
  const { baseline, target, source } = definition
  return {
    ...Object.fromEntries(textValues('definition', definition.definition)),
    ...Object.fromEntries(textValues('unit', definition.unit)),
    ...Object.fromEntries(textValues('uncertainty', definition.uncertainty)),
    direction: definition.direction,
    rhythm: definition.rhythm,
    baseline: baseline ? String(baseline.value) : '',
    baseline_period: baseline?.period ?? '',
    target: target ? String(target.value) : '',
    ...dayFields('target_on', target?.on),
    source: source?.title ?? '',
    owner: definition.owner,
  }
}

/** A figure as the fields in which it is entered. */
export const figureValues = (figure?: Pick<Observation, 'period' | 'value' | 'source'>): FieldValues => ({
  period: figure?.period ?? '',
  value: figure === undefined ? '' : String(figure.value),
  figure_source: figure?.source.title ?? '',
})

/** The same as the fields in which it is corrected. */
export function correctionValues(figure: Observation): FieldValues {
  const { period: _, ...said } = figureValues(figure)
  return { ...said, reason: figure.reason ?? '' }
}

type Read = Omit<NewDefinition, 'counter' | 'validFrom' | 'reason' | 'comparability' | 'limits'>

/** What was entered; undefined where something is wrong, which is noted at its field. What the form does not show of the source stays as it was. */
export function readDefinition(form: FormReading, before?: Definition): Read | undefined {
  const definition = readTexts(form, 'definition', 2_000)
  const unit = readTexts(form, 'unit', 2_000)
  const uncertainty = readOptionalTexts(form, 'uncertainty', 2_000)
  const direction = form.choice('direction', directions)
  const rhythm = form.choice('rhythm', rhythms)
  const owner = readLine(form, 'owner', 200)
  const source = form.value('source').trim().slice(0, 500)
  const hasBaseline = form.value('baseline').trim() !== ''
  const hasTarget = form.value('target').trim() !== ''
  const baseline = hasBaseline ? pair(readNumber(form, 'baseline'), readPeriod(form, 'baseline_period')) : undefined
  const target = hasTarget ? pair(readNumber(form, 'target'), readDay(form, 'target_on')) : undefined
  if (!form.isSound || !definition || !unit || !direction || !rhythm || owner === undefined) return undefined
  return {
    definition,
    unit,
    direction,
    rhythm,
    owner,
    uncertainty,
    baseline: baseline && { value: baseline[0], period: baseline[1] },
    target: target && { value: target[0], on: target[1] },
    source: source === '' ? undefined : sourceOf(source, before?.source),
  }
}

const pair = <One, Other>(one: One | undefined, other: Other | undefined): [One, Other] | undefined =>
  one === undefined || other === undefined ? undefined : [one, other]

/** The source of that title, with its address where it is still the same. */
const sourceOf = (title: string, before: Source | undefined): Source => (before?.title === title ? before : { title })

/** Whether figures can be compared with those before, as somebody chose it; undefined where something is wrong. Without a choice it is proposed. */
export function readCompared(form: FormReading): Pick<NewDefinition, 'comparability' | 'limits'> | undefined {
  const wish = form.value('comparability') === '' ? undefined : form.choice('comparability', comparabilities)
  const limits = wish === 'limited' ? readLine(form, 'limits', 1_000) : undefined
  return form.isSound ? { comparability: wish, limits } : undefined
}

/** A figure as it was entered; what the form does not show stays as it was before. */
export function readFigure(form: FormReading, before?: Observation): Figure | undefined {
  const [period, value] = [readPeriod(form, 'period'), readNumber(form, 'value')]
  const source = readLine(form, 'figure_source', 500)
  if (period === undefined || value === undefined || source === undefined) return undefined
  const { qualifier, note } = before ?? {}
  return { series: '', period, value, qualifier, note, source: sourceOf(source, before?.source) }
}

export function readLine(form: FormReading, name: string, most: number): string | undefined {
  const text = form.value(name).trim()
  return text === '' || text.length > most ? form.fail(name, 'strategy.indicators.error.needed') : text
}

/** A number as people write it: 1'234.5, 1’234.5 or 1234,5. */
function readNumber(form: FormReading, name: string): number | undefined {
  const text = form
    .value(name)
    .trim()
    .replaceAll(/['’\s]/g, '')
    .replace(',', '.')
  return /^-?\d{1,13}(\.\d{1,6})?$/.test(text) ? Number(text) : form.fail(name, 'strategy.indicators.error.number')
}

function readPeriod(form: FormReading, name: string): string | undefined {
  const text = form.value(name).trim().toUpperCase()
  return isPeriod(text) ? text : form.fail(name, 'strategy.indicators.error.period')
}
