import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf, type FormReading, FourLanguages } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { type EdgeKind, edgeKinds, kindsOfLeads } from '../graph/edge.ts'
import { audiences, levels, type Node, standings } from '../graph/node.ts'
import type { ProjectStanding } from '../graph/who-leads.ts'
import { BothVersions, WasFields } from './both-versions.tsx'
import { deskPath } from './desk-context.ts'
import type { Edit } from './edit.ts'
import { namedErrors } from './field-words.ts'
import { GoalEdges, type GoalEdgesProps } from './goal-edges.tsx'

/** What may be joined from here: all by the office, nothing by who only reads. */
function kindsFor(standing: ProjectStanding): readonly EdgeKind[] {
  if (standing === 'reader') return []
  return standing === 'office' ? edgeKinds : kindsOfLeads
}

type GoalPageProps = DeskPage &
  Omit<GoalEdgesProps, 't' | 'href' | 'language' | 'node' | 'kinds'> & {
    readonly language: Language
    readonly node: Node
    readonly edit: Edit
    readonly standing: ProjectStanding
    readonly isSaved: boolean
  }

export function GoalPage(props: GoalPageProps) {
  const { t, href, language, node, edit, standing, isSaved } = props
  const { form, versions } = edit
  const fields = <NodeFields t={t} form={form} />
  const isOffice = standing === 'office'
  const home = `${deskPath}/goals?authority=${node.authorityId}`
  return (
    <>
      <BackLink t={t} href={href(home)} />
      <h1>{textIn(node.title, language)}</h1>
      <p>
        {t(`strategy.kind.${node.kind}`)}
        {node.audience === 'public' && (
          <>
            {' · '}
            <a class="ds-link" href={href(`/strategy/goals/${node.authorityId}/${node.slug}`)}>
              {t('strategy.goals.public_page')}
            </a>
          </>
        )}
      </p>
      {isSaved && <DoneNotice title={t('strategy.goals.saved')} />}
      {form.refusal !== undefined && versions === undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <BothVersions {...{ t, versions, fields }} />
      <ErrorSummary t={t} errors={namedErrors(form, fields)} />
      {node.kind === 'partner' && <p>{t('strategy.goals.partner')}</p>}
      {isOffice && node.belongsTo && <p>{t('strategy.goals.error.belongs')}</p>}
      {isOffice && !node.belongsTo && (
        <form
          method="post"
          action={href(`${deskPath}/goals/${node.slug}?authority=${node.authorityId}`)}
          noValidate
          class="bench-form"
        >
          <WasFields edit={edit} />
          {fields}
          <ButtonRow>
            <Button>{t('strategy.goals.save')}</Button>
          </ButtonRow>
        </form>
      )}
      <GoalEdges {...props} kinds={kindsFor(standing)} />
    </>
  )
}

type NodeFieldsProps = {
  readonly t: Translate
  readonly form: FormReading
  /** Only the office that steers says whose it is, who reads it and how sure it is. */
  readonly isOffice?: boolean
}

export function NodeFields({ t, form, isOffice = true }: NodeFieldsProps) {
  const label = (name: string) => t(`strategy.goals.field.${name}`)
  const choice = (name: 'level' | 'audience' | 'standing', values: readonly string[]) => (
    <SelectField
      id={name}
      name={name}
      label={label(name)}
      value={form.value(name)}
      options={values.map((value) => ({ value, label: t(`strategy.${name}.${value}`) }))}
      {...errorOf(form, name)}
    />
  )
  return (
    <>
      <FourLanguages {...{ t, form }} name="title" legend={label('title')} />
      <FourLanguages {...{ t, form }} name="text" legend={label('text')} rows={3} isOptional />
      <TextField
        id="owner"
        name="owner"
        label={label('owner')}
        hint={t('strategy.goals.hint.owner')}
        optionalText={t('strategy.goals.optional')}
        value={form.value('owner')}
        maxLength={200}
        {...errorOf(form, 'owner')}
      />
      {isOffice && (
        <>
          {choice('level', levels)}
          {choice('audience', audiences)}
          {choice('standing', standings)}
        </>
      )}
      {(['beginsOn', 'endsOn'] as const).map((name) => (
        <DateField
          key={name}
          t={t}
          id={name}
          name={name}
          label={label(name)}
          optionalText={t('strategy.goals.optional')}
          value={form.dayParts(name)}
          {...errorOf(form, name)}
        />
      ))}
      <TextArea
        t={t}
        id="sources"
        name="sources"
        label={label('sources')}
        hint={t('strategy.goals.hint.sources')}
        rows={3}
        value={form.value('sources')}
        {...errorOf(form, 'sources')}
      />
    </>
  )
}
