import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { longestSource, type RetentionRule } from './retention-rules.ts'

type Props = Pick<DeskPage, 't'> & {
  readonly title: string
  readonly definition: Pick<ServiceDefinition, 'retentionYears'>
  readonly range: NonNullable<ServiceDefinition['retentionRange']>
  /** The rule in force. */
  readonly rule: RetentionRule | undefined
  readonly form: FormReading
  readonly backHref: string
  readonly endHref: string
}

/** How long an authority keeps the cases of a service, and by what law. */
export function RulePage({ t, title, definition, range, rule, form, backHref, endHref }: Props) {
  return (
    <>
      <BackLink t={t} href={backHref} />
      <h1>{t('egovernment.retention.rule.title')}</h1>
      <p class="lead">{title}</p>
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('egovernment.desk.error.title')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      <p>
        {t('egovernment.retention.rule.usual', {
          years: definition.retentionYears,
          least: range.least,
          most: range.most,
        })}
        {range.example && (
          <>
            {' '}
            <Tag kind="neutral">{t('egovernment.service.example')}</Tag>
          </>
        )}
      </p>
      <p>{t('egovernment.retention.rule.holds')}</p>
      <form method="post" noValidate>
        <TextField
          id="years"
          name="years"
          type="number"
          inputMode="numeric"
          width="xs"
          label={t('egovernment.retention.rule.years')}
          value={form.value('years')}
          maxLength={3}
          required
          {...errorOf(form, 'years')}
        />
        <TextArea
          t={t}
          id="source"
          name="source"
          label={t('egovernment.retention.rule.source')}
          hint={t('egovernment.retention.rule.source_hint')}
          rows={2}
          maxLength={longestSource}
          value={form.value('source')}
          required
          {...errorOf(form, 'source')}
        />
        <ButtonRow>
          <Button>{t('egovernment.retention.rule.submit')}</Button>
          {rule && (
            <Button variant="secondary" formAction={endHref}>
              {t('egovernment.retention.rule.end')}
            </Button>
          )}
        </ButtonRow>
      </form>
    </>
  )
}
