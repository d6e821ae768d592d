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
import { isAllowed, longestSource, type RetentionRule } from './retention-rules.ts'

type Props = Pick<DeskPage, 't'> & {
  readonly title: string
  /** The service in its version of today. */
  readonly definition: Pick<ServiceDefinition, 'retentionYears' | 'retentionRange'>
  /** What may be set; undefined where nothing may. */
  readonly range: ServiceDefinition['retentionRange']
  /** The rule in force. */
  readonly rule: RetentionRule | undefined
  readonly form: FormReading
  readonly backHref: string
  readonly endHref: string
}

/** How long an authority keeps the cases of a service, and by what law. */
export function RulePage(props: Props) {
  const { t, title, definition, range, rule, form, backHref } = props
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
      {rule && !isAllowed(definition, rule.years) && (
        <Alert kind="warning">
          <p>{t('egovernment.retention.rule.outside', { years: rule.years, source: rule.source })}</p>
        </Alert>
      )}
      <p>
        {range
          ? t('egovernment.retention.rule.usual', {
              years: definition.retentionYears,
              least: range.least,
              most: range.most,
            })
          : t('egovernment.retention.rule.fixed', { years: definition.retentionYears })}
        {range?.example && (
          <>
            {' '}
            <Tag kind="neutral">{t('egovernment.service.example')}</Tag>
          </>
        )}
      </p>
      <p>{t('egovernment.retention.rule.holds')}</p>
      {range ? <SetForm {...props} /> : <EndForm {...props} />}
    </>
  )
}

function SetForm({ t, rule, form, endHref }: Props) {
  return (
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
  )
}

/** Nothing can be set any more; what was set can be ended. */
function EndForm({ t, endHref }: Props) {
  return (
    <form method="post" action={endHref}>
      <ButtonRow>
        <Button>{t('egovernment.retention.rule.end')}</Button>
      </ButtonRow>
    </form>
  )
}
