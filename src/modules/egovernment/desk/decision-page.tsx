import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { outcomes } from '../cases/case.ts'
import { mostText } from '../cases/case-text.ts'
import { ChooseBlock } from '../text-blocks/choose-block.tsx'
import { ActionPage, type ActionPageProps } from './action-page.tsx'
import { Beside } from './action-pages.tsx'
import { CaseHead } from './case-page.tsx'
import { type DecisionDraft, decisionFields, draftHash } from './decision-form.ts'
import { caseHref } from './desk-frame.tsx'
import { errorOf } from './form-reading.ts'
import { composeRemedies } from './legal-remedies.ts'

/** The first step: writing a decision. */
export function DecisionPage(props: ActionPageProps) {
  const { t, form, file } = props
  const area = (name: string, rows: number, hint?: string) => ({
    ...{ t, id: name, name, rows, maxLength: mostText, value: form.value(name) },
    ...(hint !== undefined && { hint }),
    ...errorOf(form, name),
  })
  const choose = (into: string, label: string) => (
    <ChooseBlock {...props} number={file.record.number} into={into} label={label} />
  )
  return (
    <ActionPage {...props} beside={<Beside t={t} file={file} />}>
      <RadioGroup
        id="outcome"
        name="outcome"
        label={t('egovernment.desk.decision.outcome')}
        value={form.value('outcome')}
        options={outcomes.map((outcome) => ({ value: outcome, label: t(`egovernment.desk.outcome.${outcome}`) }))}
        inline
        required
        {...errorOf(form, 'outcome')}
      />
      {choose('text', t('egovernment.text_blocks.choose_decision'))}
      <TextArea
        {...area('text', 6, t('egovernment.desk.decision.text_hint'))}
        label={t('egovernment.desk.decision.text')}
        required
      />
      {choose('reasons', t('egovernment.text_blocks.choose_reasons'))}
      <TextArea
        {...area('reasons', 6, t('egovernment.desk.decision.reasons_hint'))}
        label={t('egovernment.desk.decision.reasons')}
      />
      <Fieldset
        id="remedies"
        legend={t('egovernment.desk.decision.remedies')}
        hint={t('egovernment.desk.decision.remedies_hint')}
      >
        <TextArea {...area('remedies_text', 4)} label={t('egovernment.desk.decision.remedies_text')} />
        <TextField
          id="remedies_days"
          name="remedies_days"
          label={t('egovernment.desk.decision.remedies_days')}
          value={form.value('remedies_days')}
          type="number"
          inputMode="numeric"
          width="xs"
          {...errorOf(form, 'remedies_days')}
        />
        <TextArea {...area('remedies_with', 4)} label={t('egovernment.desk.decision.remedies_with')} />
        <TextField
          id="remedies_basis"
          name="remedies_basis"
          label={t('egovernment.desk.decision.remedies_basis')}
          value={form.value('remedies_basis')}
          width="full"
          {...errorOf(form, 'remedies_basis')}
        />
      </Fieldset>
      <DateField
        t={t}
        id="notified"
        name="notified"
        label={t('egovernment.desk.decision.notified')}
        hint={t('egovernment.desk.decision.notified_hint')}
        value={form.dayParts('notified')}
        required
        {...errorOf(form, 'notified')}
      />
      <ButtonRow>
        <Button name="step" value="preview">
          {t('egovernment.desk.decision.preview')}
        </Button>
      </ButtonRow>
    </ActionPage>
  )
}

/** The second step: everything as it will be, and only then signed. */
export function DecisionPreviewPage(
  props: ActionPageProps & {
    draft: DecisionDraft
    /** Whether signing was tried without a look at this text. */
    isUnseen: boolean
    /** In the language of the case. */
    letterText: Translate
  },
) {
  const { t, href, file, view, form, draft } = props
  const { number } = file.record
  const at = caseHref({ href }, number, view, 'decision')
  return (
    <>
      <BackLink t={t} href={caseHref({ href }, number, view)} />
      <CaseHead {...props} title={t('egovernment.desk.decision.preview_title')} />
      {props.isUnseen && <Alert kind="warning" isLive title={t('egovernment.desk.decision.not_looked_at')} />}
      <SummaryList
        rows={[
          { key: t('egovernment.desk.decision.outcome'), value: t(`egovernment.desk.outcome.${draft.outcome}`) },
          { key: t('egovernment.desk.decision.text'), value: draft.text },
          { key: t('egovernment.desk.decision.reasons'), value: draft.reasons || '–' },
          {
            key: t('egovernment.desk.decision.remedies'),
            value: draft.remedies
              ? composeRemedies(draft.remedies, props.letterText)
              : t('egovernment.desk.decision.no_remedies'),
          },
          { key: t('egovernment.desk.decision.notified'), value: formatDate(draft.notifiedOn) },
        ]}
      />
      <Alert kind="info">
        <p>{t('egovernment.desk.decision.final')}</p>
      </Alert>
      <form method="post" action={at} noValidate>
        {decisionFields.map((name) => (
          <input key={name} type="hidden" name={name} value={form.value(name)} />
        ))}
        <input type="hidden" name="reviewed" value={draftHash(draft)} />
        <ButtonRow>
          <Button name="step" value="sign">
            {t('egovernment.desk.decision.sign')}
          </Button>
          <Button name="step" value="edit" variant="secondary">
            {t('egovernment.desk.decision.edit')}
          </Button>
          <Button formAction={caseHref({ href }, number, view, 'decision/preview.pdf')} variant="secondary">
            {t('egovernment.desk.decision.preview_letter')}
          </Button>
        </ButtonRow>
      </form>
    </>
  )
}
