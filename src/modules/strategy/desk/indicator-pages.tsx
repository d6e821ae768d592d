import type { ComponentChildren } from 'preact'
import { formatDate, formatPeriod, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading, FourLanguages } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { Node } from '../graph/node.ts'
import { comparabilities } from '../indicators/comparability.ts'
import { DefinitionVersions } from '../indicators/definition-changes.tsx'
import { type Definition, directions, holding, type Observation, rhythms, standingOf } from '../indicators/indicator.ts'
import { Contract, CourseLine, Figure, Series, StandingTag } from '../indicators/indicator-parts.tsx'
import { figureDueFor } from '../indicators/period.ts'
import { BothVersions, WasFields } from './both-versions.tsx'
import { deskPath } from './desk-context.ts'
import type { Edit } from './edit.ts'
import { ForOffice } from './for-office.tsx'
import { SteeringTabs } from './steering-tabs.tsx'

const path = `${deskPath}/indicators`

type FieldProps = Pick<DeskPage, 't'> & { readonly form: FormReading }

function Line({ t, form, name, hint, id = name }: FieldProps & { name: string; hint?: string; id?: string }) {
  return (
    <TextField
      id={id}
      name={name}
      label={t(`strategy.indicators.field.${name.replace('figure_', '')}`)}
      {...(hint !== undefined && { hint: t(`strategy.indicators.hint.${hint}`) })}
      value={form.value(name)}
      maxLength={500}
      {...errorOf(form, name)}
    />
  )
}

/** What is wrong with a form, above it. */
function Faults({ t, form, idOf = (name) => name }: FieldProps & { readonly idOf?: (name: string) => string }) {
  return (
    <>
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors().map(({ fieldId, text }) => ({ fieldId: idOf(fieldId), text }))} />
    </>
  )
}

type ListProps = DeskPage & {
  readonly language: Language
  readonly today: IsoDate
  readonly authorityId: string
  readonly nodes: readonly Node[]
  readonly definitions: ReadonlyMap<string, Definition>
  readonly latest: ReadonlyMap<string, Observation>
  readonly form: FormReading
}

export function DeskIndicatorsPage({
  t,
  href,
  language,
  today,
  authorityId,
  nodes,
  definitions,
  latest,
  form,
}: ListProps) {
  return (
    <>
      <h1>{t('strategy.indicators.title')}</h1>
      <SteeringTabs {...{ t, href }} current="indicators" />
      <Faults t={t} form={form} />
      {nodes.length === 0 ? (
        <EmptyState title={t('strategy.indicators.none')} />
      ) : (
        <Table
          caption={t('strategy.indicators.title')}
          hideCaption
          folds
          head={[
            t('strategy.kind.indicator'),
            t('strategy.indicators.latest'),
            t('strategy.indicators.period'),
            t('strategy.indicators.stands'),
          ]}
          rows={nodes.map((node) => {
            const [definition, figure] = [definitions.get(node.id), latest.get(node.id)]
            return [
              <a key="name" class="ds-link" href={href(`${path}/${node.slug}?authority=${authorityId}`)}>
                {textIn(node.title, language)}
              </a>,
              figure && definition ? <Figure key="figure" {...{ t, language, figure }} /> : '–',
              figure ? formatPeriod(figure.period, language) : '–',
              definition ? <Stands key="standing" {...{ t, definition, figure, today }} /> : '–',
            ]
          })}
        />
      )}
      <ForOffice>
        <Details summary={t('strategy.indicators.new')} isOpen={!form.isSound}>
          <form method="post" action={href(`${path}?authority=${authorityId}`)} noValidate class="bench-form">
            <Line {...{ t, form }} name="title" />
            <Line {...{ t, form }} name="slug" />
            <DefinitionFields {...{ t, form }} />
            <ButtonRow>
              <Button>{t('strategy.indicators.define')}</Button>
            </ButtonRow>
          </form>
        </Details>
      </ForOffice>
    </>
  )
}

type StandsProps = Pick<ListProps, 't' | 'today'> & {
  readonly definition: Definition
  readonly figure: Observation | undefined
}

/** How it stands, and whether its rhythm asks for a figure. */
function Stands({ t, definition, figure, today }: StandsProps) {
  const due = figureDueFor(definition, figure, today)
  return (
    <>
      <StandingTag t={t} standing={standingOf(definition, figure, today)} />
      {due && <Tag kind="warning">{t('strategy.indicators.due', { day: formatDate(due) })}</Tag>}
    </>
  )
}

function DefinitionFields({ t, form }: FieldProps) {
  const many = (name: 'definition' | 'unit' | 'uncertainty') => (
    <FourLanguages
      {...{ t, form, name }}
      legend={t(`strategy.indicators.field.${name}`)}
      {...(name === 'uncertainty' && { hint: t('strategy.indicators.hint.uncertainty'), isOptional: true })}
    />
  )
  const choice = (name: 'direction' | 'rhythm', values: readonly string[]) => (
    <SelectField
      id={name}
      name={name}
      label={t(`strategy.indicators.field.${name}`)}
      value={form.value(name)}
      options={values.map((value) => ({ value, label: t(`strategy.indicators.${name}.${value}`) }))}
      {...errorOf(form, name)}
    />
  )
  return (
    <>
      {many('definition')}
      {many('unit')}
      {choice('direction', directions)}
      {choice('rhythm', rhythms)}
      <Line {...{ t, form }} name="baseline" />
      <Line {...{ t, form }} name="baseline_period" hint="period" />
      <Line {...{ t, form }} name="target" />
      <DateField
        t={t}
        id="target_on"
        name="target_on"
        label={t('strategy.indicators.field.target_on')}
        value={form.dayParts('target_on')}
        {...errorOf(form, 'target_on')}
      />
      <Line {...{ t, form }} name="source" hint="source" />
      {many('uncertainty')}
      <Line {...{ t, form }} name="owner" />
    </>
  )
}

/** Whether the figures to come can be compared with those there are. */
function ComparedFields({ t, form }: FieldProps) {
  return (
    <>
      <SelectField
        id="comparability"
        name="comparability"
        label={t('strategy.indicators.field.comparability')}
        hint={t('strategy.indicators.hint.comparability')}
        emptyLabel={t('strategy.indicators.compared.proposed')}
        value={form.value('comparability')}
        options={comparabilities.map((value) => ({ value, label: t(`strategy.indicators.compared.${value}`) }))}
        {...errorOf(form, 'comparability')}
      />
      <Line {...{ t, form }} name="limits" hint="limits" />
    </>
  )
}

type OneProps = DeskPage & {
  readonly language: Language
  readonly today: IsoDate
  readonly node: Node
  readonly definitions: readonly Definition[]
  readonly figures: readonly Observation[]
  readonly definitionEdit: Edit
  readonly figureEdit: Edit
  readonly correctionEdit: Edit
  readonly isSaved: boolean
  readonly nameOf: (staffId: string | null) => string
}

/** One indicator at the desk: its contract and series, and forms to define anew, to enter and to correct. */
export function DeskIndicatorPage(props: OneProps) {
  const { t, href, language, today, node, definitions, figures, isSaved, nameOf } = props
  const { definitionEdit, figureEdit, correctionEdit } = props
  const edits = [definitionEdit, figureEdit, correctionEdit]
  const isOpen = ({ form, versions }: Edit) => !form.isSound || versions !== undefined
  const sent = edits.find(isOpen)
  const [definition] = definitions
  const latest = holding(figures).at(-1)
  const title = textIn(node.title, language)
  const at = (part: string) => href(`${path}/${node.slug}${part}?authority=${node.authorityId}`)
  return (
    <>
      <BackLink t={t} href={href(`${path}?authority=${node.authorityId}`)} />
      <h1>{title}</h1>
      {isSaved && <DoneNotice title={t('strategy.indicators.saved')} />}
      {sent && !sent.versions && (
        <Faults
          t={t}
          form={sent.form}
          idOf={(name) =>
            (sent === correctionEdit ? corrected[name] : sent === definitionEdit ? defined[name] : undefined) ?? name
          }
        />
      )}
      {definition && (
        <p>
          <StandingTag t={t} standing={standingOf(definition, latest, today)} />{' '}
          <CourseLine {...{ t, language, definition, latest, today }} />
        </p>
      )}
      <Series {...{ t, language, title, definitions, figures, nameOf }} />
      {definition && <Contract {...{ t, language, definition }} />}
      <DefinitionVersions {...{ t, language, definitions }} />
      <ForOffice>
        <Details summary={t('strategy.indicators.observe')} isOpen={isOpen(figureEdit)}>
          <EditForm t={t} action={at('/figures')} edit={figureEdit} button="observe">
            <Line {...{ t }} form={figureEdit.form} name="period" hint="period" />
            <Line {...{ t }} form={figureEdit.form} name="value" />
            <Line {...{ t }} form={figureEdit.form} name="figure_source" />
          </EditForm>
        </Details>
        {figures.length > 0 && (
          <Details summary={t('strategy.indicators.correct')} isOpen={isOpen(correctionEdit)}>
            <p>{t('strategy.indicators.correct_means')}</p>
            <EditForm t={t} action={at('/corrections')} edit={correctionEdit} button="correct">
              <SelectField
                id="take"
                name="take"
                label={t('strategy.indicators.field.period')}
                value={correctionEdit.form.value('take')}
                options={holding(figures).map(({ period, take, value }) => ({
                  value: `${period}/${take}`,
                  label: `${period}: ${value}`,
                }))}
                {...errorOf(correctionEdit.form, 'take')}
              />
              <Line {...{ t }} form={correctionEdit.form} name="value" id="corrected" />
              <Line {...{ t }} form={correctionEdit.form} name="figure_source" id="corrected_source" />
              <Line {...{ t }} form={correctionEdit.form} name="reason" hint="reason" />
            </EditForm>
          </Details>
        )}
        <Details summary={t('strategy.indicators.define_again')} isOpen={isOpen(definitionEdit)}>
          <p>{t('strategy.indicators.define_means')}</p>
          <EditForm t={t} action={at('')} edit={definitionEdit} button="define">
            <DefinitionFields t={t} form={definitionEdit.form} />
            <ComparedFields t={t} form={definitionEdit.form} />
            <Line {...{ t }} form={definitionEdit.form} name="reason" id="definition_reason" hint="reason" />
          </EditForm>
        </Details>
      </ForOffice>
    </>
  )
}

/** Fields that several forms of the page have, by their ids in this one. */
const corrected: Readonly<Record<string, string>> = { value: 'corrected', figure_source: 'corrected_source' }
const defined: Readonly<Record<string, string>> = { reason: 'definition_reason' }

type EditFormProps = Pick<DeskPage, 't'> & {
  readonly action: string
  readonly edit: Edit
  readonly button: 'observe' | 'correct' | 'define'
  readonly children: ComponentChildren
}

function EditForm({ t, action, edit, button, children }: EditFormProps) {
  return (
    <>
      <BothVersions t={t} versions={edit.versions} fields={children} />
      <form method="post" action={action} noValidate class="bench-form">
        <WasFields edit={edit} />
        {children}
        <ButtonRow>
          <Button>{t(`strategy.indicators.${button}`)}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
