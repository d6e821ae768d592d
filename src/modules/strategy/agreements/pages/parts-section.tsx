import { formatDate, formatMoney } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import type { Node } from '../../graph/node.ts'
import type { Member } from '../agreement.ts'
import type { Consequence } from '../taking-part.ts'
import type { AgreementPageProps } from './agreement-page.tsx'
import { Consequences } from './agreement-parts.tsx'
import { agreementPath } from './paths.ts'

/** A project under an agreement: who takes part today, and what it costs whom when somebody joins or leaves. */
export type ProjectPart = {
  readonly project: Pick<Node, 'authorityId' | 'slug' | 'title'>
  /** Members that take part today, and until when those who gave notice. */
  readonly inside: readonly { readonly member: Member; readonly until: string | undefined }[]
  readonly lines: readonly Consequence[] | undefined
  readonly missing: readonly string[]
}

export function Parts(props: AgreementPageProps) {
  const { t, href, language, agreement, members, parts, projects, own, form, nameOf } = props
  const mine = members.filter(
    ({ authorityId }) => own.includes(agreement.key.authorityId) || (authorityId && own.includes(authorityId)),
  )
  const memberName = (id: string) => members.find((one) => one.id === id)?.name ?? id
  return (
    <>
      <p>
        {agreement.yearlyCost === undefined || !agreement.costKey
          ? t('strategy.agreements.no_cost')
          : t('strategy.agreements.cost', {
              amount: formatMoney(agreement.yearlyCost),
              key: t(`strategy.synergies.key.${agreement.costKey.kind}`),
            })}
      </p>
      {parts.length === 0 && <p>{t('strategy.agreements.no_parts')}</p>}
      {parts.map(({ project, inside, lines, missing }) => (
        <section key={project.slug}>
          <h3>{`${textIn(project.title, language)} (${nameOf(project.authorityId)})`}</h3>
          <ul>
            {inside.map(({ member, until }) => (
              <li key={member.id}>
                {until
                  ? t('strategy.agreements.inside_until', { name: member.name, day: formatDate(until) })
                  : member.name}
                {until === undefined && mine.some(({ id }) => id === member.id) && (
                  <>
                    {' '}
                    <a
                      class="ds-link"
                      href={`${href(agreementPath(agreement, 'parts'))}?change=leave&member=${member.id}&project=${project.authorityId}/${project.slug}`}
                    >
                      {t('strategy.agreements.leave', { name: member.name })}
                    </a>
                  </>
                )}
              </li>
            ))}
          </ul>
          {lines && (
            <Consequences t={t} caption={t('strategy.agreements.consequences')} lines={lines} nameOf={memberName} />
          )}
          {missing.length > 0 && (
            <p>{t('strategy.synergies.missing_figure', { names: missing.map(memberName).join(', ') })}</p>
          )}
        </section>
      ))}
      {mine.length > 0 && (
        <Details summary={t('strategy.agreements.join')}>
          <form method="get" action={href(agreementPath(agreement, 'parts'))} class="form-page">
            <input type="hidden" name="change" value="join" />
            <SelectField
              id="member"
              name="member"
              label={t('strategy.agreements.field.member')}
              value={form.value('member')}
              options={mine.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SelectField
              id="project"
              name="project"
              label={t('strategy.agreements.field.project')}
              value={form.value('project')}
              options={projects.map(({ authorityId, slug, title }) => ({
                value: `${authorityId}/${slug}`,
                label: `${textIn(title, language)} (${nameOf(authorityId)})`,
              }))}
            />
            <Button>{t('strategy.agreements.preview.show')}</Button>
          </form>
        </Details>
      )}
    </>
  )
}
