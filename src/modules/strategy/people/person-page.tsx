import { formatMonth, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { BothVersions, WasFields } from '../desk/both-versions.tsx'
import { deskPath } from '../desk/desk-context.ts'
import type { Edit } from '../desk/edit.ts'
import type { NodeId } from '../graph/node.ts'
import { firstDay, monthText } from './months.ts'
import { PersonBasics } from './people-page.tsx'
import { daysText, type Person, type Skill, type SkillId, skillLevels } from './person.ts'
import { monthsShown } from './person-form.ts'

type PersonPageProps = DeskPage & {
  readonly language: Language
  readonly person: Person
  readonly skills: readonly Skill[]
  readonly from: number
  readonly assignments: readonly { nodeId: NodeId; skillId: SkillId; month: number; tenths: number }[]
  readonly names: ReadonlyMap<NodeId, { readonly title: LocalText }>
  readonly edit: Edit
  readonly isSaved: boolean
}

export function PersonPage(props: PersonPageProps) {
  const { t, href, person, skills, language, edit, isSaved } = props
  const { form, versions } = edit
  const path = `${deskPath}/people/${person.id}`
  const query = `?authority=${person.authorityId}`
  const fields = (
    <>
      <PersonBasics t={t} form={form} />
      <MonthChoice {...props} name="since" />
      <MonthChoice {...props} name="until" />
      <Fieldset id="skills" legend={t('strategy.people.field.skills')} hint={t('strategy.people.hint.levels')}>
        <div class="month-fields">
          {skills.map(({ slug, name }) => (
            <SelectField
              key={slug}
              id={`skill.${slug}`}
              name={`skill.${slug}`}
              label={textIn(name, language)}
              emptyLabel={t('strategy.people.level.0')}
              value={form.value(`skill.${slug}`)}
              options={skillLevels.map((level) => ({
                value: String(level),
                label: t(`strategy.people.level.${level}`),
              }))}
            />
          ))}
        </div>
      </Fieldset>
      <MonthFields {...props} />
    </>
  )
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}/people${query}`)} />
      <h1>{person.name}</h1>
      <p>{t('strategy.people.protected')}</p>
      {isSaved && <DoneNotice title={t('strategy.people.saved')} />}
      {form.refusal !== undefined && versions === undefined && (
        <Alert kind="danger" isLive title={t('strategy.people.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <BothVersions {...{ t, versions, fields }} />
      <ErrorSummary t={t} errors={form.errors()} />
      <form method="post" action={href(`${path}${query}`)} noValidate class="bench-form">
        <WasFields edit={edit} />
        {fields}
        <ButtonRow>
          <Button>{t('strategy.people.save')}</Button>
        </ButtonRow>
      </form>
      <Assignments {...props} />
      <Details summary={t('strategy.people.rights')} isOpen={form.error('sure') !== undefined}>
        <p>
          <a class="ds-link" href={href(`${path}/export.json${query}`)}>
            {t('strategy.people.export')}
          </a>
        </p>
        <form method="post" action={href(`${path}/erasure${query}`)}>
          <p>{t('strategy.people.erase_explain')}</p>
          <Checkbox
            id="sure"
            name="sure"
            value="yes"
            label={t('strategy.people.erase_sure')}
            {...errorOf(form, 'sure')}
          />
          <Button variant="secondary">{t('strategy.people.erase')}</Button>
        </form>
      </Details>
    </>
  )
}

function MonthChoice({
  t,
  language,
  edit: { form },
  from,
  name,
}: PersonPageProps & { readonly name: 'since' | 'until' }) {
  const chosen = form.value(name)
  const shown = Array.from({ length: 48 }, (_one, at) => monthText(from - 12 + at))
  // What somebody sent that is no month stays as it was sent, beside what is wrong with it.
  const all = chosen === '' || shown.includes(chosen) ? shown : [chosen, ...shown]
  return (
    <SelectField
      id={name}
      name={name}
      label={t(`strategy.people.field.${name}`)}
      {...(name === 'until' && { emptyLabel: t('strategy.people.open_end') })}
      value={chosen}
      options={all.map((month) => ({ value: month, label: formatPeriod(month, language) }))}
      {...errorOf(form, name)}
    />
  )
}

function MonthFields({ t, language, edit: { form }, from }: PersonPageProps) {
  const months = Array.from({ length: monthsShown }, (_one, at) => from + at)
  return (
    <Fieldset id="months" legend={t('strategy.people.field.months')} hint={t('strategy.people.hint.months')}>
      <div class="month-fields">
        {months.map((month) => {
          const text = monthText(month)
          const name = formatMonth(firstDay(month), language, 'long')
          return (
            <fieldset class="month-pair" key={text}>
              <legend>{name}</legend>
              <TextField
                id={`days.${text}`}
                name={`days.${text}`}
                label={t('strategy.people.field.days_short')}
                value={form.value(`days.${text}`)}
                type="number"
                width="xs"
                {...errorOf(form, `days.${text}`)}
              />
              <TextField
                id={`away.${text}`}
                name={`away.${text}`}
                label={t('strategy.people.field.away')}
                value={form.value(`away.${text}`)}
                type="number"
                width="xs"
                {...errorOf(form, `away.${text}`)}
              />
            </fieldset>
          )
        })}
      </div>
    </Fieldset>
  )
}

function Assignments({ t, language, assignments, names, skills }: PersonPageProps) {
  if (assignments.length === 0) return null
  const skillName = new Map(skills.map(({ id, name }) => [id, textIn(name, language)]))
  return (
    <section>
      <h2>{t('strategy.people.planned_for')}</h2>
      <Table
        caption={t('strategy.people.planned_for')}
        hideCaption
        folds
        head={[
          t('strategy.people.field.month'),
          t('strategy.people.field.project'),
          t('strategy.people.field.skill'),
          { text: t('strategy.people.field.days_short'), isNumeric: true },
        ]}
        rows={assignments.map(({ nodeId, skillId, month, tenths }) => [
          formatMonth(firstDay(month), language, 'long'),
          textIn(names.get(nodeId)?.title ?? { de: '…' }, language),
          skillName.get(skillId) ?? '',
          daysText(tenths),
        ])}
      />
    </section>
  )
}
