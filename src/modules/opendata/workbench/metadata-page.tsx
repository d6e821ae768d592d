import { languages, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading, FourLanguages } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { licenceLabels, licences } from '../catalogue/vocabularies.ts'
import { ContactFields, SlugField, TextFields, ThemeFields } from './about-fields.tsx'
import { type Conflict, FormFaults } from './bench-parts.tsx'
import { LinesField } from './lines-field.tsx'
import { namedFields, rights } from './metadata-form.ts'

export type MetadataProps = DeskPage & {
  readonly form: FormReading
  readonly title: string
  readonly action: string
  readonly back: string
  /** Asked for at the beginning only: it makes the address. */
  readonly asksSlug: boolean
  readonly revision: number
  readonly conflict: Conflict
}

const more = ['modified', 'temporal', 'spatial', 'languages', 'landingPage', ...namedFields, 'conformsTo'] as const

/** All that is said of a data set, in one form. */
export function MetadataPage(props: MetadataProps) {
  const { t, form } = props
  const hasFaultBelow = more.some((name) => form.error(name) !== undefined)
  return (
    <>
      <BackLink t={t} href={props.back} />
      <h1>{props.title}</h1>
      <FormFaults t={t} form={form} conflict={props.conflict} />
      <form method="post" action={props.action} noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(props.revision)} />
        {props.asksSlug && <SlugField t={t} form={form} />}
        <TextFields t={t} form={form} hint={t('opendata.desk.hint.description')} />
        <FourLanguages
          t={t}
          form={form}
          name="keywords"
          legend={t('opendata.desk.field.keywords')}
          hint={t('opendata.desk.hint.keywords')}
          rows={3}
        />
        <ThemeFields t={t} form={form} />
        <RadioGroup
          id="licence"
          name="licence"
          label={t('opendata.desk.field.licence')}
          hint={t('opendata.desk.hint.licence')}
          value={form.value('licence')}
          options={licences.map((one) => ({ value: one, label: textIn(licenceLabels[one], t.language) }))}
          {...errorOf(form, 'licence')}
        />
        <SelectField
          id="rights"
          name="rights"
          label={t('opendata.desk.field.rights')}
          optionalText={t('opendata.desk.optional')}
          value={form.value('rights')}
          emptyLabel={t('opendata.desk.no_rights')}
          options={rights.map((one) => ({ value: one, label: one.replaceAll('-', ' ') }))}
        />
        <ContactFields t={t} form={form} />
        <DateField
          t={t}
          id="issued"
          name="issued"
          label={t('opendata.desk.field.issued')}
          value={form.dayParts('issued')}
          required
          {...errorOf(form, 'issued')}
        />
        <Details summary={t('opendata.desk.more')} isOpen={hasFaultBelow}>
          <More {...props} />
        </Details>
        <ButtonRow>
          <Button>{t('opendata.desk.save')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}

function More({ t, form }: MetadataProps) {
  return (
    <>
      <DateField
        t={t}
        id="modified"
        name="modified"
        label={t('opendata.desk.field.modified')}
        hint={t('opendata.desk.hint.modified')}
        optionalText={t('opendata.desk.optional')}
        value={form.dayParts('modified')}
        {...errorOf(form, 'modified')}
      />
      <LinesField
        t={t}
        form={form}
        name="temporal"
        label={t('opendata.desk.field.temporal')}
        hint={t('opendata.desk.hint.temporal')}
        rows={2}
      />
      <LinesField
        t={t}
        form={form}
        name="spatial"
        label={t('opendata.desk.field.spatial')}
        hint={t('opendata.desk.hint.spatial')}
      />
      <CheckboxGroup
        id="languages"
        name="languages"
        label={t('opendata.desk.field.languages')}
        values={form.values('languages')}
        options={languages.map((one) => ({ value: one, label: t(`egovernment.desk.language.${one}`) }))}
      />
      <TextField
        id="landingPage"
        name="landingPage"
        type="url"
        label={t('opendata.desk.field.landingPage')}
        value={form.value('landingPage')}
        maxLength={1_000}
        width="full"
        {...errorOf(form, 'landingPage')}
      />
      {namedFields.map((name) => (
        <LinesField
          key={name}
          t={t}
          form={form}
          name={name}
          label={t(`opendata.desk.field.${name}`)}
          hint={t('opendata.desk.hint.named')}
        />
      ))}
      <LinesField
        t={t}
        form={form}
        name="conformsTo"
        label={t('opendata.desk.field.conformsTo')}
        hint={t('opendata.desk.hint.addresses')}
        rows={2}
      />
    </>
  )
}
