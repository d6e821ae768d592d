import { textIn } from '#kernel/i18n/language.ts'
import type { StaffId, UnitId } from '#kernel/ids.ts'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { FileField } from '#ui/components/file-field/file-field.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import type { Absence } from '../absences/absence.ts'
import { closureReasons } from '../cases/case.ts'
import { mostText } from '../cases/case-text.ts'
import { provenFiles } from '../cases/unsent-files.ts'
import { UnsentProofs } from '../cases/unsent-proofs.tsx'
import { ChooseBlock } from '../text-blocks/choose-block.tsx'
import { ActionPage, type ActionPageProps, SubmitRow } from './action-page.tsx'
import { AnswersRead } from './answers-read.tsx'
import { Conversation, Notes } from './case-conversation.tsx'
import { Held } from './case-page.tsx'
import type { Colleague } from './colleagues.ts'
import { errorOf } from './form-reading.ts'
import type { holdWishes } from './hold.ts'
import { keptFilesField } from './message-files.ts'

/** What pages with a choice of people or authorities are told besides. */
export type Choices = {
  readonly colleagues: readonly Colleague[]
  /** Who of them is away today. */
  readonly absences: readonly Absence[]
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
  /** The other units of the case's own authority. */
  readonly unitIds: readonly UnitId[]
}

export type Props = ActionPageProps & { readonly choices: Choices }

export function MessagePage(props: Props) {
  const { t, file, form } = props
  // What came with an earlier press of a button on this form goes along, unless it is taken out.
  const kept = provenFiles(file.unsent, form.values(keptFilesField))
  return (
    <ActionPage {...props} hasFiles beside={<Conversation t={t} file={file} />}>
      <Text {...props} label={t('egovernment.desk.message.text')} hint={recipientHint(props)} rows={8} />
      <FileField
        t={t}
        id="files"
        name="files"
        label={t('egovernment.desk.message.files')}
        optionalText={t('egovernment.desk.optional')}
        multiple
        maxBytesText={t('egovernment.desk.message.files_hint')}
        files={kept}
        {...errorOf(form, 'files')}
      />
      <UnsentProofs name={keptFilesField} files={kept} />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

function recipientHint({ t, file: { contact } }: Props): string {
  if (!contact) return t('egovernment.desk.message.nobody')
  return t(contact.isConfirmed ? 'egovernment.desk.message.hint' : 'egovernment.desk.message.unconfirmed', {
    email: contact.email,
  })
}

export function NotePage(props: Props) {
  const { t, file } = props
  return (
    <ActionPage {...props} beside={<Notes t={t} file={file} />}>
      <Text {...props} label={t('egovernment.desk.note.text')} hint={t('egovernment.desk.note.hint')} rows={6} />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function QuestionPage(props: Props) {
  const { t, file, form } = props
  return (
    <ActionPage {...props} beside={<Beside {...props} />}>
      <Text {...props} label={t('egovernment.desk.question.text')} hint={recipientHint({ ...props, file })} rows={6} />
      <DateField
        t={t}
        id="answer_by"
        name="answer_by"
        label={t('egovernment.desk.question.answer_by')}
        value={form.dayParts('answer_by')}
        required
        {...errorOf(form, 'answer_by')}
      />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function CorrectionPage(props: Props) {
  const { t, file, form } = props
  return (
    <ActionPage {...props} beside={<Beside {...props} />}>
      <CheckboxGroup
        id="fields"
        name="fields"
        label={t('egovernment.desk.correction.fields')}
        values={form.values('fields')}
        options={file.questions.map(({ id, label }) => ({ value: id, label }))}
        {...errorOf(form, 'fields')}
      />
      <Text {...props} label={t('egovernment.desk.correction.text')} hint={recipientHint(props)} rows={4} />
      <DateField
        t={t}
        id="answer_by"
        name="answer_by"
        label={t('egovernment.desk.correction.by')}
        value={form.dayParts('answer_by')}
        required
        {...errorOf(form, 'answer_by')}
      />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function ClosurePage(props: Props) {
  const { t, form } = props
  return (
    <ActionPage {...props}>
      <RadioGroup
        id="reason"
        name="reason"
        label={t('egovernment.desk.closure.reason')}
        value={form.value('reason')}
        options={closureReasons.map((reason) => ({
          value: reason,
          label: t(`egovernment.desk.closure_reason.${reason}`),
        }))}
        required
        {...errorOf(form, 'reason')}
      />
      <Text
        {...props}
        label={t('egovernment.desk.closure.note')}
        hint={t('egovernment.desk.closure.note_hint')}
        rows={4}
        isOptional
      />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function ReopeningPage(props: Props) {
  const { t } = props
  return (
    <ActionPage {...props}>
      <Text {...props} label={t('egovernment.desk.reopening.reason')} hint={t('egovernment.desk.no_names')} rows={3} />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function HoldPage(props: Props) {
  const { t, file, form } = props
  const { isHeld } = file.record
  const wanted: (typeof holdWishes)[number] = isHeld ? 'free' : 'held'
  return (
    // Refused is only what is so already: the same form once more would do the opposite.
    <ActionPage {...props} isOver={form.refusal !== undefined}>
      <Held t={t} file={file} />
      <p>{t(isHeld ? 'egovernment.desk.hold.lift' : 'egovernment.desk.hold.set')}</p>
      <input type="hidden" name="wanted" value={wanted} />
      <Text {...props} label={t('egovernment.desk.hold.reason')} hint={t('egovernment.desk.no_names')} rows={3} />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function AssignmentPage(props: Props) {
  const { t, form, choices } = props
  const isAway = (staffId: StaffId) => choices.absences.some((one) => one.staffId === staffId)
  return (
    <ActionPage {...props}>
      <SelectField
        id="to"
        name="to"
        label={t('egovernment.desk.assignment.to')}
        value={form.value('to')}
        emptyLabel={t('egovernment.desk.choose')}
        options={[
          { value: 'nobody', label: t('egovernment.desk.assignment.nobody') },
          ...choices.colleagues.map(({ staffId, name }) => ({
            value: staffId,
            label: isAway(staffId) ? t('egovernment.desk.away.option', { name }) : name,
          })),
        ]}
        required
        {...errorOf(form, 'to')}
      />
      {choices.absences.some(({ staffId }) => staffId === form.value('to')) && (
        <Checkbox id="anyway" name="anyway" label={t('egovernment.desk.away.anyway_box')} />
      )}
      <SubmitRow {...props} />
    </ActionPage>
  )
}

export function ForwardingPage(props: Props) {
  const { t, file, form, choices } = props
  const units = file.units.filter(({ id }) => id !== file.record.unitId)
  return (
    <ActionPage {...props}>
      <RadioGroup
        id="whom"
        name="whom"
        label={t('egovernment.desk.forwarding.whom')}
        value={form.value('whom')}
        options={[
          {
            value: 'unit',
            label: t('egovernment.desk.forwarding.to_unit'),
            hint: t('egovernment.desk.forwarding.to_unit_hint'),
          },
          {
            value: 'authority',
            label: t('egovernment.desk.forwarding.to_authority'),
            hint: t('egovernment.desk.forwarding.to_authority_hint'),
          },
        ]}
        required
        {...errorOf(form, 'whom')}
      />
      <SelectField
        id="unit"
        name="unit"
        label={t('egovernment.desk.case.unit')}
        value={form.value('unit')}
        emptyLabel={t('egovernment.desk.choose')}
        options={units.map(({ id, name }) => ({ value: id, label: textIn(name, t.language) }))}
        {...errorOf(form, 'unit')}
      />
      <SelectField
        id="authority"
        name="authority"
        label={t('egovernment.desk.filter.authority')}
        value={form.value('authority')}
        emptyLabel={t('egovernment.desk.choose')}
        options={choices.authorities.map(({ id, name }) => ({ value: id, label: name }))}
        {...errorOf(form, 'authority')}
      />
      <Text {...props} label={t('egovernment.desk.forwarding.reason')} hint={t('egovernment.desk.no_names')} rows={3} />
      <SubmitRow {...props} />
    </ActionPage>
  )
}

type TextProps = Props & { label: string; hint: string; rows: number; isOptional?: boolean }

/** The one text that nearly every action asks for. */
export function Text({ label, hint, rows, isOptional, ...props }: TextProps) {
  const { t, form } = props
  return (
    <>
      <ChooseBlock
        {...props}
        number={props.file.record.number}
        into="text"
        label={t('egovernment.text_blocks.choose')}
      />
      <TextArea
        t={t}
        id="text"
        name="text"
        label={label}
        hint={hint}
        rows={rows}
        maxLength={mostText}
        value={form.value('text')}
        required={!isOptional}
        {...(isOptional && { optionalText: t('egovernment.desk.optional') })}
        {...errorOf(form, 'text')}
      />
    </>
  )
}

/** What one looks at while writing. */
export function Beside({ t, file }: Pick<Props, 't' | 'file'>) {
  return (
    <>
      <Details summary={t('egovernment.desk.case.answers')}>
        <AnswersRead t={t} sections={file.sections} heading="h2" />
      </Details>
      <Conversation t={t} file={file} />
    </>
  )
}
