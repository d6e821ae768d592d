import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf, type FormReading, FourLanguages } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { type Column, columnRoles, columnTypes } from '../tables/column.ts'
import { type Conflict, FormFaults } from './bench-parts.tsx'
import { references } from './columns-form.ts'
import { ConstraintFields } from './constraint-part.tsx'
import { LinesField } from './lines-field.tsx'

export type ColumnsProps = DeskPage & {
  readonly form: FormReading
  readonly tableTitle: string
  readonly shown: readonly Column[]
  readonly back: string
  /** The address of this page, without which of its pages. */
  readonly action: string
  readonly page: number
  readonly pages: number
  readonly revision: number
  readonly conflict: Conflict
}

/** What the columns of a table are: their titles, what is in them, and above all what they may become in public. */
export function ColumnsPage(props: ColumnsProps) {
  const { t, form, shown, page, pages, action } = props
  return (
    <>
      <BackLink t={t} href={props.back} />
      <h1>{t('opendata.desk.columns.title', { table: props.tableTitle })}</h1>
      <FormFaults t={t} form={form} conflict={props.conflict} />
      <p>{t('opendata.desk.columns.intro')}</p>
      <Details summary={t('opendata.desk.columns.roles')}>
        <dl class="key-list">
          {columnRoles.map((role) => (
            <div key={role}>
              <dt>{t(`opendata.desk.role.${role}`)}</dt>
              <dd>{t(`opendata.desk.role_text.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </Details>
      <form method="post" action={`${action}?page=${page}`} noValidate class="bench-form">
        <input type="hidden" name="revision" value={String(props.revision)} />
        {shown.map(({ name }) => (
          <ColumnFields key={name} t={t} form={form} name={name} />
        ))}
        <ButtonRow>
          <Button>{t('opendata.desk.columns.save')}</Button>
        </ButtonRow>
      </form>
      <Pagination
        t={t}
        {...(page > 1 && { previousHref: `${action}?page=${page - 1}` })}
        {...(page < pages && { nextHref: `${action}?page=${page + 1}` })}
      />
    </>
  )
}

function ColumnFields({ t, form, name }: { t: Translate; form: FormReading; name: string }) {
  const own = (field: string) => `${name}.${field}`
  const hasFault = form.errors().some(({ fieldId }) => fieldId.startsWith(`${name}.`))
  return (
    <fieldset class="ds-fieldset bench-column" id={name}>
      <legend class="ds-label">
        <code>{name}</code>
      </legend>
      <div class="bench-column-fields">
        <TextField
          id={own('title.de')}
          name={own('title.de')}
          label={t('opendata.desk.columns.column_title')}
          value={form.value(own('title.de'))}
          maxLength={200}
          required
          {...errorOf(form, own('title.de'))}
        />
        <SelectField
          id={own('type')}
          name={own('type')}
          label={t('opendata.desk.columns.type')}
          value={form.value(own('type'))}
          options={columnTypes.map((value) => ({ value, label: t(`opendata.desk.type.${value}`) }))}
          {...errorOf(form, own('type'))}
        />
        <SelectField
          id={own('role')}
          name={own('role')}
          label={t('opendata.desk.columns.role')}
          value={form.value(own('role'))}
          emptyLabel={t('opendata.desk.columns.no_role')}
          options={columnRoles.map((value) => ({ value, label: t(`opendata.desk.role.${value}`) }))}
          {...errorOf(form, own('role'))}
        />
        <TextField
          id={own('unit')}
          name={own('unit')}
          label={t('opendata.desk.columns.unit')}
          optionalText={t('opendata.desk.optional')}
          value={form.value(own('unit'))}
          maxLength={40}
          width="s"
          {...errorOf(form, own('unit'))}
        />
        <Checkbox
          id={own('key')}
          name={own('key')}
          label={t('opendata.desk.columns.key')}
          checked={form.value(own('key')) === 'yes'}
        />
        <Checkbox
          id={own('required')}
          name={own('required')}
          label={t('opendata.desk.columns.required')}
          checked={form.value(own('required')) === 'yes'}
        />
      </div>
      <Details summary={t('opendata.desk.columns.more', { name })} isOpen={hasFault}>
        {(['fr', 'it', 'en'] as const).map((language) => (
          <TextField
            key={language}
            id={own(`title.${language}`)}
            name={own(`title.${language}`)}
            label={t('opendata.desk.columns.title_in', { language: t(`egovernment.desk.language.${language}`) })}
            value={form.value(own(`title.${language}`))}
            maxLength={200}
            lang={language}
            {...errorOf(form, own(`title.${language}`))}
          />
        ))}
        <FourLanguages
          t={t}
          form={form}
          name={own('description')}
          legend={t('opendata.desk.field.description')}
          rows={2}
          isOptional
        />
        <LinesField
          t={t}
          form={form}
          name={own('codes')}
          label={t('opendata.desk.columns.codes')}
          hint={t('opendata.desk.hint.codes')}
        />
        <ConstraintFields t={t} form={form} name={name} />
        <TextField
          id={own('noPersons')}
          name={own('noPersons')}
          label={t('opendata.desk.columns.no_persons')}
          hint={t('opendata.desk.columns.no_persons_hint')}
          optionalText={t('opendata.desk.optional')}
          value={form.value(own('noPersons'))}
          maxLength={300}
          width="full"
          {...errorOf(form, own('noPersons'))}
        />
        <SelectField
          id={own('reference')}
          name={own('reference')}
          label={t('opendata.desk.columns.reference')}
          value={form.value(own('reference'))}
          emptyLabel={t('opendata.desk.columns.no_reference')}
          options={references.map((value) => ({ value, label: t(`opendata.desk.reference.${value}`) }))}
        />
      </Details>
    </fieldset>
  )
}
