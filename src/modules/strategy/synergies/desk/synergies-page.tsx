import { formatMoney } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { deskPath } from '../../desk/desk-context.ts'
import { SteeringTabs } from '../../desk/steering-tabs.tsx'
import type { Node } from '../../graph/node.ts'
import { synergyKinds } from '../kind.ts'
import { type SynergyState, savingKinds, synergyStates } from '../life-cycle.ts'
import type { SynergyFilter, SynergyLine } from '../queries.ts'

export const synergiesPath = `${deskPath}/synergies`

const stateKinds: Readonly<Record<SynergyState, TagKind>> = {
  proposed: 'info',
  checked: 'accent',
  agreed: 'success',
  realised: 'success',
  measured: 'success',
  rejected: 'neutral',
}

export function StateTag({ t, state }: Pick<DeskPage, 't'> & { readonly state: SynergyState }) {
  return <Tag kind={stateKinds[state]}>{t(`strategy.synergies.state.${state}`)}</Tag>
}

type SynergiesPageProps = DeskPage & {
  readonly language: Language
  readonly lines: readonly SynergyLine[]
  readonly next: string | undefined
  readonly filter: SynergyFilter
  readonly authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
  readonly nameOf: (id: AuthorityId) => string
  /** Her own projects, whose profiles she can edit. */
  readonly projects: readonly Pick<Node, 'authorityId' | 'slug' | 'title'>[]
}

/** Synergies by what they save, then by likelihood; filtered by a form that works without script. */
export function SynergiesPage({
  t,
  href,
  language,
  lines,
  next,
  filter,
  authorities,
  nameOf,
  projects,
}: SynergiesPageProps) {
  const chosen = {
    ...(filter.authorityId && { party: filter.authorityId }),
    ...(filter.kind && { kind: filter.kind }),
    ...(filter.state && { state: filter.state }),
  }
  return (
    <>
      <h1>{t('strategy.synergies.title')}</h1>
      <p>{t('strategy.synergies.lead')}</p>
      <SteeringTabs {...{ t, href }} current="synergies" />
      <form method="get" action={href(synergiesPath)} class="filter-row">
        <SelectField
          id="kind"
          name="kind"
          label={t('strategy.synergies.field.kind')}
          emptyLabel={t('strategy.synergies.all')}
          value={filter.kind ?? ''}
          options={synergyKinds.map((kind) => ({ value: kind, label: t(`strategy.synergies.kind.${kind}`) }))}
        />
        <SelectField
          id="state"
          name="state"
          label={t('strategy.synergies.field.state')}
          emptyLabel={t('strategy.synergies.all_but_rejected')}
          value={filter.state ?? ''}
          options={synergyStates.map((state) => ({ value: state, label: t(`strategy.synergies.state.${state}`) }))}
        />
        <SelectField
          id="party"
          name="party"
          label={t('strategy.synergies.field.party')}
          emptyLabel={t('strategy.synergies.all')}
          value={filter.authorityId ?? ''}
          options={authorities.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button variant="secondary">{t('strategy.synergies.filter')}</Button>
      </form>
      {lines.length === 0 ? (
        <EmptyState title={t('strategy.synergies.none')}>
          <p>{t('strategy.synergies.none_text')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('strategy.synergies.title')}
          hideCaption
          folds
          head={[
            t('strategy.synergies.field.projects'),
            t('strategy.synergies.field.kind'),
            t('strategy.synergies.field.state'),
            t('strategy.synergies.field.value'),
            { text: t('strategy.synergies.field.likelihood'), isNumeric: true },
          ]}
          rows={lines.map((line) => [
            <a class="ds-link" href={href(`${synergiesPath}/${line.authorityId}/${line.id}`)}>
              {[line.one, line.other]
                .map(({ title, authorityId }) => `${textIn(title, language)} (${nameOf(authorityId)})`)
                .join(' – ')}
            </a>,
            t(`strategy.synergies.kind.${line.kind}`),
            <StateTag t={t} state={line.state} />,
            savedText(t, line),
            t('strategy.synergies.percent', { share: Math.round(line.likelihood / 10) }),
          ])}
        />
      )}
      <Pagination
        t={t}
        {...(next !== undefined && {
          nextHref: href(`${synergiesPath}?${new URLSearchParams({ ...chosen, after: next })}`),
        })}
      />
      <Details summary={t('strategy.synergies.profiles')}>
        <ul>
          {projects.map(({ authorityId, slug, title }) => (
            <li key={slug}>
              <a class="ds-link" href={href(`${synergiesPath}/profiles/${slug}?authority=${authorityId}`)}>
                {textIn(title, language)}
              </a>
            </li>
          ))}
        </ul>
      </Details>
    </>
  )
}

/** Each saving with its kind: what is planned is not told as realised. */
function savedText(t: Translate, { saved }: SynergyLine): string {
  const known = savingKinds.flatMap((kind) => {
    const amount = saved[kind]
    return amount === undefined ? [] : [`${t(`strategy.synergies.saving.${kind}`)}: ${formatMoney(amount)}`]
  })
  return known.length === 0 ? '–' : known.join(', ')
}
