import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { demandPath, deskPath } from '../desk/desk-context.ts'
import { SlugField } from '../desk/slug-field.tsx'
import { SteeringTabs } from '../desk/steering-tabs.tsx'
import type { NodeId } from '../graph/node.ts'
import { type CapacityMap, isOverloaded } from './capacity-map.ts'
import { LoadCellView, overloadText, spanName } from './load-cells.tsx'
import { monthText } from './months.ts'
import { daysText, type Person, projectRoles, type Skill } from './person.ts'

export type MapView = { readonly by: 'skills' | 'people'; readonly length: 1 | 3; readonly from: number }

type PeoplePageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: string
  readonly authorityName: string
  readonly view: MapView
  readonly people: readonly Person[]
  readonly skills: readonly Skill[]
  readonly map: CapacityMap
  /** Those that are not over: needs can be entered for each, also where it has none yet. */
  readonly projects: readonly { readonly slug: string; readonly title: LocalText }[]
  readonly names: ReadonlyMap<NodeId, { readonly slug: string; readonly title: LocalText }>
  readonly form: FormReading
  readonly skillForm: FormReading
  readonly isSaved: boolean
}

export function PeoplePage(props: PeoplePageProps) {
  const { t, href, authorityName, people, skills, form, skillForm, isSaved } = props
  const isEmpty = people.length === 0 && skills.length === 0
  return (
    <>
      <h1>{t('strategy.people.title')}</h1>
      <p>
        {authorityName}. {t('strategy.people.lead')}
      </p>
      <SteeringTabs {...{ t, href }} current="people" />
      {isSaved && <DoneNotice title={t('strategy.people.saved')} />}
      {[form, skillForm].map(({ refusal }) =>
        refusal === undefined ? null : (
          <Alert kind="danger" isLive title={t('strategy.people.not_saved')}>
            <p>{refusal}</p>
          </Alert>
        ),
      )}
      <ErrorSummary t={t} errors={[...form.errors(), ...skillForm.errors()]} />
      {isEmpty ? (
        <EmptyState title={t('strategy.people.none')} />
      ) : (
        <>
          <CapacityTable {...props} />
          <Overloads {...props} />
          <PeopleTable {...props} />
          <Projects {...props} />
        </>
      )}
      <NewPerson {...props} />
      <NewSkill {...props} />
    </>
  )
}

function mapHref({ href, authorityId, view }: PeoplePageProps, changes: Partial<MapView>): string {
  const { by, length, from } = { ...view, ...changes }
  return href(`${deskPath}/people?authority=${authorityId}&by=${by}&months=${length}&from=${monthText(from)}`)
}

function CapacityTable(props: PeoplePageProps) {
  const { t, language, view, people, skills, map } = props
  const rows =
    view.by === 'skills'
      ? skills.map(({ id, name }) => ({ key: id, name: textIn(name, language), cells: map.skills.get(id) ?? [] }))
      : [
          ...people.map(({ id, name }) => ({ key: id, name, cells: map.people.get(id) ?? [] })),
          { key: 'nobody', name: t('strategy.people.nobody'), cells: map.nobody },
        ]
  const move = (spans: number) => mapHref(props, { from: view.from + spans * view.length })
  return (
    <section class="capacity" aria-labelledby="capacity">
      <h2 id="capacity">{t('strategy.people.map')}</h2>
      <Tabs
        label={t('strategy.people.map_by')}
        items={(['skills', 'people'] as const).map((by) => ({
          href: mapHref(props, { by }),
          text: t(`strategy.people.by.${by}`),
          ...(by === view.by && { isCurrent: true }),
        }))}
      />
      <p class="map-moves">
        <a class="ds-link" rel="prev" href={move(-4)}>
          {t('strategy.people.earlier')}
        </a>{' '}
        <a class="ds-link" rel="next" href={move(4)}>
          {t('strategy.people.later')}
        </a>{' '}
        <a class="ds-link" href={mapHref(props, { length: view.length === 1 ? 3 : 1 })}>
          {t(view.length === 1 ? 'strategy.people.quarters' : 'strategy.people.months')}
        </a>
      </p>
      <Table
        caption={t(`strategy.people.caption.${view.by}`)}
        head={[
          t(`strategy.people.by.${view.by}`),
          ...map.spans.map((span) => ({ text: spanName(span, view.length, language), isNumeric: true })),
        ]}
        rows={rows.map(({ name, cells }) => [
          name,
          ...cells.map((cell, at) => <LoadCellView key={map.spans[at]} t={t} cell={cell} isBare />),
        ])}
      />
      <p class="field-hint">{t(`strategy.people.explain.${view.by}`)}</p>
    </section>
  )
}

const mostOverloads = 12

function Overloads({ t, language, view, skills, map, names }: PeoplePageProps) {
  const all = skills.flatMap(({ id, name }) =>
    (map.skills.get(id) ?? []).flatMap((cell, at) => {
      const when = spanName(map.spans[at] ?? 0, view.length, language)
      return isOverloaded(cell) ? [{ cell, what: textIn(name, language), when, key: `${id} ${at}`, at }] : []
    }),
  )
  if (all.length === 0) return <p>{t('strategy.people.no_overload')}</p>
  return (
    <Details summary={t('strategy.people.overloads', { count: all.length })} isOpen>
      <ul>
        {all
          .toSorted((one, other) => one.at - other.at)
          .slice(0, mostOverloads)
          .map((one) => (
            <li key={one.key}>{overloadText(t, one, { names, language })}</li>
          ))}
      </ul>
    </Details>
  )
}

function PeopleTable({ t, href, language, authorityId, people, skills, map }: PeoplePageProps) {
  const skillName = new Map(skills.map(({ id, name }) => [id, textIn(name, language)]))
  return (
    <section>
      <h2>{t('strategy.people.list')}</h2>
      <Table
        caption={t('strategy.people.list')}
        hideCaption
        folds
        head={[
          t('strategy.people.field.name'),
          t('strategy.people.field.role'),
          t('strategy.people.field.skills'),
          { text: t('strategy.people.field.days'), isNumeric: true },
          { text: t('strategy.people.now'), isNumeric: true },
        ]}
        rows={people.map((person) => {
          const [now] = map.people.get(person.id) ?? []
          return [
            <a class="ds-link" href={href(`${deskPath}/people/${person.id}?authority=${authorityId}`)}>
              {person.name}
            </a>,
            t(`strategy.people.role.${person.role}`),
            person.skills.map(({ skillId, level }) => `${skillName.get(skillId) ?? ''} ${level}`).join(', '),
            daysText(person.tenths),
            now ? <LoadCellView t={t} cell={now} /> : '',
          ]
        })}
      />
    </section>
  )
}

function Projects({ t, href, language, authorityId, projects }: PeoplePageProps) {
  const all = projects
    .map(({ slug, title }) => ({ slug, name: textIn(title, language) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, language))
  return (
    <Details summary={t('strategy.people.projects')}>
      <ul>
        {all.map(({ slug, name }) => (
          <li key={slug}>
            <a class="ds-link" href={href(demandPath({ authorityId, slug }))}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </Details>
  )
}

function NewPerson({ t, href, authorityId, form }: PeoplePageProps) {
  return (
    <Details summary={t('strategy.people.new')} isOpen={!form.isSound}>
      <form method="post" action={href(`${deskPath}/people?authority=${authorityId}`)} noValidate class="bench-form">
        <PersonBasics t={t} form={form} />
        <ButtonRow>
          <Button>{t('strategy.people.create')}</Button>
        </ButtonRow>
      </form>
    </Details>
  )
}

/** Name, role and usual days: what a person's form begins with, new or not. */
export function PersonBasics({ t, form }: Pick<PeoplePageProps, 't' | 'form'>) {
  return (
    <>
      <TextField
        id="name"
        name="name"
        label={t('strategy.people.field.name')}
        value={form.value('name')}
        maxLength={200}
        required
        {...errorOf(form, 'name')}
      />
      <SelectField
        id="role"
        name="role"
        label={t('strategy.people.field.role')}
        emptyLabel={t('strategy.people.choose')}
        value={form.value('role')}
        options={projectRoles.map((role) => ({ value: role, label: t(`strategy.people.role.${role}`) }))}
        {...errorOf(form, 'role')}
      />
      <TextField
        id="days"
        name="days"
        label={t('strategy.people.field.days')}
        hint={t('strategy.people.hint.days')}
        value={form.value('days')}
        type="number"
        width="xs"
        required
        {...errorOf(form, 'days')}
      />
    </>
  )
}

function NewSkill({ t, href, authorityId, skillForm }: PeoplePageProps) {
  return (
    <Details summary={t('strategy.people.new_skill')} isOpen={!skillForm.isSound}>
      <form
        method="post"
        action={href(`${deskPath}/people/skills?authority=${authorityId}`)}
        noValidate
        class="bench-form"
      >
        <TextField
          id="skill"
          name="skill"
          label={t('strategy.people.field.skill')}
          value={skillForm.value('skill')}
          maxLength={100}
          lang="de"
          required
          {...errorOf(skillForm, 'skill')}
        />
        <SlugField t={t} form={skillForm} />
        <ButtonRow>
          <Button>{t('strategy.people.create_skill')}</Button>
        </ButtonRow>
      </form>
    </Details>
  )
}
