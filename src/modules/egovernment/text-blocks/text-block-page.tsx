import { languages } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import { placeholderKeys, placeholders } from './placeholders.ts'
import { longestBlock, longestTitle } from './text-block.ts'
import { type BlockChoices, textField } from './text-block-form.ts'

export type TextBlockFormProps = DeskPage & {
  readonly form: FormReading
  readonly title: string
  readonly action: string
  readonly authorityName: string
  readonly services: BlockChoices
  readonly units: BlockChoices
}

/** Adding or changing a text block. */
export function TextBlockPage(props: TextBlockFormProps) {
  const { t, href, form, services, units } = props
  return (
    <>
      <BackLink t={t} href={href('/desk/text-blocks')} />
      <h1>{props.title}</h1>
      <p>{props.authorityName}</p>
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('egovernment.desk.error.title')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      <form method="post" action={props.action} noValidate>
        <TextField
          id="title"
          name="title"
          label={t('egovernment.text_blocks.name')}
          hint={t('egovernment.text_blocks.name_hint')}
          value={form.value('title')}
          maxLength={longestTitle}
          width="full"
          required
          {...errorOf(form, 'title')}
        />
        <SelectField
          id="service"
          name="service"
          label={t('egovernment.text_blocks.service')}
          value={form.value('service')}
          emptyLabel={t('egovernment.text_blocks.every_service')}
          options={services}
          {...errorOf(form, 'service')}
        />
        <SelectField
          id="unit"
          name="unit"
          label={t('egovernment.text_blocks.unit')}
          value={form.value('unit')}
          emptyLabel={t('egovernment.text_blocks.every_unit')}
          options={units}
          {...errorOf(form, 'unit')}
        />
        <Details summary={t('egovernment.text_blocks.placeholders')}>
          <p>{t('egovernment.text_blocks.placeholders_text')}</p>
          <dl class="key-list">
            {placeholders.map((one) => (
              <div key={one}>
                <dt>
                  <code>{`{${one}}`}</code>
                </dt>
                <dd>{t(`egovernment.text_blocks.placeholder.${placeholderKeys[one]}`)}</dd>
              </div>
            ))}
          </dl>
        </Details>
        {languages.map((language) => (
          <TextArea
            key={language}
            t={t}
            id={textField(language)}
            name={textField(language)}
            label={t('egovernment.text_blocks.text', { language: t(`egovernment.desk.language.${language}`) })}
            rows={5}
            maxLength={longestBlock}
            value={form.value(textField(language))}
            {...errorOf(form, textField(language))}
          />
        ))}
        <ButtonRow>
          <Button>{t('egovernment.text_blocks.save')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
