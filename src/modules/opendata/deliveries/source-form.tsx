import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { intakeFormats } from '../intake/inside/order.ts'
import { fetchRhythms, type TableSource } from './source.ts'

export const sourceFields = { url: 'source_url', every: 'source_every', format: 'source_format' } as const

type Props = {
  readonly t: Translate
  readonly form: FormReading
  readonly source: TableSource | undefined
  readonly action: string
}

/** Where the rows of a table are fetched from: what is set, and the form to set it. */
export function SourcePart({ t, form, source, action }: Props) {
  const typed = (name: keyof typeof sourceFields, stored: string) => form.value(sourceFields[name]) || stored
  return (
    <>
      {source && (
        <>
          <SummaryList
            rows={[
              { key: t('opendata.delivery.source.url'), value: source.url },
              { key: t('opendata.delivery.source.every'), value: t(`opendata.delivery.rhythm.${source.everyHours}`) },
              {
                key: t('opendata.delivery.source.next'),
                value: source.nextRunAt === null ? '–' : formatInstant(source.nextRunAt, t.language),
              },
            ]}
          />
          <div class="button-row">
            <form method="post" action={`${action}/source/fetch`}>
              <Button variant="secondary">{t('opendata.delivery.source.now')}</Button>
            </form>
            <form method="post" action={`${action}/source/removal`}>
              <Button variant="tertiary" color="danger">
                {t('opendata.delivery.source.end')}
              </Button>
            </form>
          </div>
        </>
      )}
      <Details
        summary={t(source ? 'opendata.delivery.source.change' : 'opendata.delivery.source.begin')}
        isOpen={form.error(sourceFields.url) !== undefined}
      >
        <p>{t('opendata.delivery.source.text')}</p>
        <form method="post" action={`${action}/source`} noValidate class="bench-form">
          <TextField
            id={sourceFields.url}
            name={sourceFields.url}
            type="url"
            label={t('opendata.delivery.source.url')}
            hint={t('opendata.delivery.source.url_hint')}
            value={typed('url', source?.url ?? '')}
            maxLength={1_000}
            width="full"
            required
            {...errorOf(form, sourceFields.url)}
          />
          <SelectField
            id={sourceFields.every}
            name={sourceFields.every}
            label={t('opendata.delivery.source.every')}
            value={typed('every', String(source?.everyHours ?? 24))}
            options={fetchRhythms.map((hours) => ({
              value: String(hours),
              label: t(`opendata.delivery.rhythm.${hours}`),
            }))}
          />
          <SelectField
            id={sourceFields.format}
            name={sourceFields.format}
            label={t('opendata.delivery.source.format')}
            value={typed('format', source?.format ?? '')}
            emptyLabel={t('opendata.delivery.source.detect')}
            options={intakeFormats.map((value) => ({ value, label: value.toUpperCase() }))}
          />
          <ButtonRow>
            <Button>{t('opendata.delivery.source.save')}</Button>
          </ButtonRow>
        </form>
      </Details>
    </>
  )
}
