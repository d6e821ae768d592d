import { validatorOf } from '#kernel/validator.ts'
import type { FormReading } from '#modules/egovernment/public.ts'
import { aboutValues, fieldOf, readAbout } from '../workbench/metadata-form.ts'
import { type SeriesMetadata, seriesOrders, seriesSchema } from './series.ts'

const isMetadata = validatorOf(seriesSchema)

/** A series as the fields of its form show it; names as in `readSeriesForm`. */
export const seriesValues = (metadata: SeriesMetadata): readonly (readonly [string, string])[] => [
  ...aboutValues(metadata),
  ['order', metadata.order],
]

/** What was entered, as metadata; undefined where something is wrong, which is noted at its field. `kept`: what the form does not show. */
export function readSeriesForm(
  form: FormReading,
  kept: Pick<SeriesMetadata, 'issued' | 'issuedAt' | 'original'>,
): SeriesMetadata | undefined {
  const about = readAbout(form)
  const order = form.choice('order', seriesOrders)
  if (!form.isSound || !about || !order) return undefined
  const metadata = { ...about, order, ...kept }
  if (isMetadata(metadata)) return metadata
  for (const { path } of isMetadata.problems(metadata)) form.fail(fieldOf(path), 'opendata.desk.error.unfit')
  return undefined
}
