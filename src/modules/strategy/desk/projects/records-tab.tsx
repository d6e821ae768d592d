import type { Translate } from '#kernel/i18n/translate.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { type PartField, type PartName, parts } from '../../projects/parts.ts'
import type { PartRecord } from '../../projects/records.ts'
import { BothVersions, type Versions, WasFields } from '../both-versions.tsx'
import type { FieldValues } from '../versions.ts'
import { dayText, moneyText } from './labels.tsx'
import { choiceLabel, fieldLabel, PartFields } from './part-fields.tsx'
import { type ProjectTab, projectsPath, tabPath } from './project-context.ts'

export type PartForm = {
  readonly form: FormReading
  /** The line that is changed; undefined for a new one. */
  readonly id: string | undefined
  readonly was: FieldValues
  readonly versions: Versions | undefined
}

type RecordsTabProps = DeskPage & {
  readonly project: ProjectRecord
  readonly part: PartName
  readonly tab: ProjectTab
  readonly records: readonly PartRecord[]
  readonly shown: PartForm
}

/** One of a project's lists, with a form for a new line or the one that is changed. */
export function RecordsTab({ t, href, project, part, tab, records, shown }: RecordsTabProps) {
  const { fields } = parts[part]
  const { form, id, was, versions } = shown
  const path = `${projectsPath}/${project.slug}/parts/${part}?authority=${project.authorityId}`
  return (
    <>
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
            t('strategy.projects.change'),
          ]}
          rows={records.map((record) => [
            ...fields.map((field) => cellText(t, field, record)),
            ...(part === 'risks' ? [riskValue(record)] : []),
            <a key="edit" class="ds-link" href={`${href(tabPath(project, tab, `&edit=${record.id}`))}#line`}>
              {t('strategy.projects.change')}
            </a>,
          ])}
        />
      )}
      <div id="line">
        <BothVersions t={t} versions={versions} labelOf={(field) => fieldLabel(t, field)} />
        <Details
          summary={t(id === undefined ? 'strategy.projects.add' : 'strategy.projects.change_line')}
          isOpen={id !== undefined || !form.isSound}
        >
          <form method="post" action={href(path)} noValidate class="bench-form">
            <input type="hidden" name="id" value={id ?? ''} />
            <WasFields values={was} />
            <PartFields {...{ t, form, fields }} />
            <ButtonRow>
              <Button>{t('strategy.goals.save')}</Button>
              {id !== undefined && (
                <Button variant="tertiary" color="danger" name="remove" value="yes">
                  {t('strategy.projects.remove')}
                </Button>
              )}
            </ButtonRow>
          </form>
        </Details>
      </div>
    </>
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

/** Probability times impact: 1 to 16. */
function riskValue({ values }: PartRecord): string {
  const [probability, impact] = [Number(values.probability), Number(values.impact)]
  return `${probability} × ${impact} = ${probability * impact}`
}
