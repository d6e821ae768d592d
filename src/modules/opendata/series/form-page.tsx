import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { errorOf } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { ContactFields, SlugField, TextFields, ThemeFields } from '../workbench/about-fields.tsx'
import { type Conflict, FormFaults } from '../workbench/bench-parts.tsx'
import { seriesOrders } from './series.ts'

export type SeriesFormProps = DeskPage & {
  readonly form: FormReading
  readonly title: string
  readonly action: string
  readonly back: string
  /** Asked for at the beginning only: it makes the address. */
  readonly asksSlug: boolean
  readonly revision: number
  readonly conflict: Conflict
}

/** All that is said of a series, in one form. */
export function SeriesFormPage({ t, form, title, action, back, asksSlug, revision, conflict }: SeriesFormProps) {
  return (
    <>
      <BackLink t={t} href={back} />
      <h1>{title}</h1>
      <FormFaults t={t} form={form} conflict={conflict} />
      <form method="post" action={action} noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(revision)} />
        {asksSlug && <SlugField t={t} form={form} />}
        <TextFields t={t} form={form} hint={t('opendata.series.desk.description_hint')} />
        <RadioGroup
          id="order"
          name="order"
          label={t('opendata.series.order')}
          hint={t('opendata.series.desk.order_hint')}
          value={form.value('order')}
          options={seriesOrders.map((one) => ({ value: one, label: t(`opendata.series.orders.${one}`) }))}
          {...errorOf(form, 'order')}
        />
        <ThemeFields t={t} form={form} />
        <ContactFields t={t} form={form} />
        <ButtonRow>
          <Button>{t('opendata.desk.save')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
