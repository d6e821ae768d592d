import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { type Candidate, type Lead, leadParts } from '../../projects/leads.ts'
import { projectsPath } from './project-context.ts'

type LeadsProps = Pick<DeskPage, 't' | 'href'> & {
  readonly project: ProjectRecord
  readonly leads: readonly Lead[]
  /** Who may be made lead; undefined for whoever does not say so. */
  readonly candidates: readonly Candidate[] | undefined
  readonly form: FormReading
}

/** Who leads the project today and who did before; the office that steers says who does. */
export function Leads({ t, href, project, leads, candidates, form }: LeadsProps) {
  const own = leads.filter(({ until }) => until === undefined)
  const before = leads.filter(({ until }) => until !== undefined)
  const at = (path: string) => href(`${projectsPath}/${project.slug}/leads${path}?authority=${project.authorityId}`)
  return (
    <section aria-labelledby="leads">
      <h2 id="leads">{t('strategy.leads.title')}</h2>
      {own.length === 0 && <p>{t('strategy.leads.nobody')}</p>}
      <ul class="edge-list">
        {own.map((lead) => (
          <li key={lead.id}>
            <p>{said(t, lead)}</p>
            {candidates && (
              <form method="post" action={at(`/${lead.id}/end`)}>
                <Button variant="tertiary">{t('strategy.leads.end', { name: lead.name })}</Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {before.length > 0 && (
        <Details summary={t('strategy.leads.before')}>
          <ul>
            {before.map((lead) => (
              <li key={lead.id}>{said(t, lead)}</li>
            ))}
          </ul>
        </Details>
      )}
      {candidates && (
        <Details summary={t('strategy.leads.assign')} isOpen={!form.isSound || form.refusal !== undefined}>
          <p>{t(candidates.length === 0 ? 'strategy.leads.no_candidates' : 'strategy.leads.lead')}</p>
          {candidates.length > 0 && <AssignForm {...{ t, candidates, form }} action={at('')} />}
        </Details>
      )}
    </section>
  )
}

type AssignProps = Pick<LeadsProps, 't' | 'form'> & {
  readonly candidates: readonly Candidate[]
  readonly action: string
}

function AssignForm({ t, candidates, form, action }: AssignProps) {
  return (
    <form method="post" action={action} noValidate class="bench-form">
      <SelectField
        id="staff"
        name="staff"
        label={t('strategy.leads.who')}
        value={form.value('staff')}
        emptyLabel={t('strategy.goals.choose')}
        options={candidates.map(({ id, name }) => ({ value: id, label: name }))}
        {...errorOf(form, 'staff')}
      />
      <SelectField
        id="part"
        name="part"
        label={t('strategy.leads.as')}
        value={form.value('part')}
        options={leadParts.map((part) => ({ value: part, label: t(`strategy.leads.part.${part}`) }))}
        {...errorOf(form, 'part')}
      />
      <ButtonRow>
        <Button>{t('strategy.leads.save')}</Button>
      </ButtonRow>
    </form>
  )
}

function said(t: Translate, { name, part, since, until }: Lead): string {
  const days = { name, part: t(`strategy.leads.part.${part}`), since: formatDate(since) }
  return until === undefined
    ? t('strategy.leads.since', days)
    : t('strategy.leads.until', { ...days, until: formatDate(until) })
}
