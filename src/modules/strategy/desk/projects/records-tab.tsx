import type { Translate } from '#kernel/i18n/translate.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { type Part, type PartField, type PartName, parts } from '../../projects/parts.ts'
import { isOverReleased, type PhaseMoney } from '../../projects/phase-money.ts'
import type { PartRecord } from '../../projects/records.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import type { Edit } from '../edit.ts'
import { dayText, moneyText } from './labels.tsx'
import { choiceLabel, fieldLabel, PartFields } from './part-fields.tsx'
import { type ProjectTab, projectsPath, tabPath } from './project-context.ts'
import { ServiceSearch, type ServiceSearchProps } from './service-search.tsx'

type PartForm = {
  readonly edit: Edit
  /** The line that is changed; undefined for a new one. */
  readonly id: string | undefined
}

type RecordsTabProps = DeskPage & {
  readonly project: ProjectRecord
  readonly part: PartName
  readonly tab: ProjectTab
  readonly standing: ProjectStanding
  readonly records: readonly PartRecord[]
  readonly shown: PartForm
  /** Of the list of phases: what was set free for each and spent in it. */
  readonly money: ReadonlyMap<string, PhaseMoney>
  readonly services: Pick<ServiceSearchProps, 'word' | 'found'> & {
    readonly nameOf: (id: string) => string
  }
}

/** One of a project's lists, with a form for a new line or the one that is changed. */
export function RecordsTab(props: RecordsTabProps) {
  const { t, href, project, part, tab, standing, records, services, money } = props
  const isEdited = standing !== 'reader'
  const { fields } = parts[part]
  return (
    <>
      {part === 'phases' && <p>{t('strategy.projects.phases_lead')}</p>}
      {part === 'services' && <p>{t('strategy.projects.services_lead')}</p>}
      {part === 'contracts' && <p>{t('strategy.projects.contracts_lead')}</p>}
      {records.length === 0 ? (
        <p>{t('strategy.projects.none')}</p>
      ) : (
        <Table
          caption={t(`strategy.projects.tab.${part}`)}
          hideCaption
          folds
          head={[
            ...fields.map((field) => ({ text: fieldLabel(t, field.name), isNumeric: isNumber(field) })),
            ...(part === 'risks' ? [t('strategy.projects.risk_value')] : []),
            ...(part === 'phases' ? phaseMoneyHeads(t) : []),
            ...(isEdited ? [{ text: t('strategy.projects.change'), isAction: true }] : []),
          ]}
          rows={records.map((record) => [
            ...fields.map((field) =>
              field.type === 'service' ? services.nameOf(record.id) : cellText(t, field, record),
            ),
            ...(part === 'risks' ? [riskValue(record)] : []),
            ...(part === 'phases' ? phaseMoneyCells(t, money.get(record.id)) : []),
            ...(isEdited
              ? [
                  <a key="edit" class="ds-link" href={`${href(tabPath(project, tab, `&edit=${record.id}`))}#line`}>
                    {t('strategy.projects.change')}
                  </a>,
                ]
              : []),
          ])}
        />
      )}
      {isEdited && part === 'services' && <ServiceSearch {...{ t, href, project }} {...services} />}
      {isEdited && <LineForm {...props} />}
    </>
  )
}

function LineForm({ t, href, project, part, shown, services }: RecordsTabProps) {
  const { fields, key }: Part = parts[part]
  const { edit, id } = shown
  const { form, versions } = edit
  const chosen = form.value(key)
  // A service is looked for before anything can be said of it.
  if (part === 'services' && chosen === '') return null
  const isFixed = key !== 'id' && (id !== undefined || part === 'services')
  const said = () => (part === 'services' ? services.nameOf(chosen) : choiceLabel(t, key, chosen))
  const fixed = isFixed ? { name: key, text: said() } : undefined
  const inputs = <PartFields {...{ t, form, fields, fixed }} />
  const isNew = id === undefined
  return (
    <div id="line">
      <BothVersions {...{ t, versions }} fields={inputs} />
      <Details
        summary={t(isNew ? 'strategy.projects.add' : 'strategy.projects.change_line')}
        isOpen={!isNew || part === 'services' || versions !== undefined || !form.isSound}
      >
        <form
          method="post"
          action={href(`${projectsPath}/${project.slug}/parts/${part}?authority=${project.authorityId}`)}
          noValidate
          class="bench-form"
        >
          <input type="hidden" name="id" value={id ?? ''} />
          <WasFields edit={edit} />
          {inputs}
          <ButtonRow>
            <Button>{t('strategy.goals.save')}</Button>
            {!isNew && (
              <Button variant="tertiary" color="danger" name="remove" value="yes">
                {t('strategy.projects.remove')}
              </Button>
            )}
          </ButtonRow>
        </form>
      </Details>
    </div>
  )
}

const isNumber = ({ type }: PartField) => type === 'francs' || type === 'number'

function cellText(t: Translate, field: PartField, { values }: PartRecord): string {
  const value = values[field.name] ?? null
  // A gate has its name in all languages; what stands as its title is only its code.
  if (field.name === 'title' && values.gate) return choiceLabel(t, 'gate', String(values.gate))
  if (value === null) return '–'
  if (field.type === 'choice') return choiceLabel(t, field.name, String(value))
  if (field.type === 'francs') return moneyText(Number(value))
  return field.type === 'day' ? dayText(String(value)) : String(value)
}

const phaseMoneyHeads = (t: Translate) => [
  { text: fieldLabel(t, 'released'), isNumeric: true },
  { text: t('strategy.money.spent'), isNumeric: true },
]

/** What gates set free and what was spent; where that is more, it says so. */
function phaseMoneyCells(t: Translate, money: PhaseMoney | undefined) {
  if (!money) return ['–', '–']
  return [
    moneyText(money.released),
    <>
      {moneyText(money.spent)}
      {isOverReleased(money) && (
        <>
          {' '}
          <Tag kind="danger">{t('strategy.projects.over_released')}</Tag>
        </>
      )}
    </>,
  ]
}

/** Probability times impact: 1 to 16. */
function riskValue({ values }: PartRecord): string {
  const [probability, impact] = [Number(values.probability), Number(values.impact)]
  return `${probability} × ${impact} = ${probability * impact}`
}
