import { formatDate, formatMoney, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import type { Node } from '../../graph/node.ts'
import type { Member } from '../agreement.ts'
import type { AgreementFound } from '../queries.ts'
import type { Consequence } from '../taking-part.ts'
import { Consequences } from './agreement-parts.tsx'
import { SaidBy } from './member-form.tsx'
import { agreementPath } from './paths.ts'

type PartPageProps = DeskPage & {
  readonly language: Language
  readonly agreement: AgreementFound
  readonly change: 'join' | 'leave'
  readonly member: Member
  readonly project: Node
  /** The day on which it happens. */
  readonly day: IsoDate
  readonly lines: readonly Consequence[] | undefined
  /** Members whose figure the key needs and nobody has given. */
  readonly missing: readonly string[]
  readonly nameOf: (memberId: string) => string
  readonly form: FormReading
}

/** Before somebody joins or leaves: from which day, what it changes in everybody's share, and who says so. */
export function PartPage(props: PartPageProps) {
  const { t, href, language, agreement, change, member, project, day, lines, missing, nameOf, form } = props
  const { yearlyCost, costKey } = agreement
  return (
    <>
      <BackLink t={t} href={href(agreementPath(agreement))} />
      <h1>{t(`strategy.agreements.preview.${change}`, { name: member.name })}</h1>
      <p>
        {textIn(agreement.title, language)}: {textIn(project.title, language)}.{' '}
        {t(`strategy.agreements.preview.${change}_day`, { day: formatDate(day) })}
      </p>
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.agreements.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      {yearlyCost === undefined || !costKey ? (
        <p>{t('strategy.agreements.no_cost')}</p>
      ) : (
        <p>
          {t('strategy.agreements.cost', {
            amount: formatMoney(yearlyCost),
            key: t(`strategy.synergies.key.${costKey.kind}`),
          })}
        </p>
      )}
      {lines && <Consequences t={t} caption={t('strategy.agreements.preview.shares')} lines={lines} nameOf={nameOf} />}
      {missing.length > 0 && <p>{t('strategy.synergies.missing_figure', { names: missing.map(nameOf).join(', ') })}</p>}
      <form
        method="post"
        action={href(agreementPath(agreement, change === 'join' ? 'parts' : 'parts/end'))}
        noValidate
        class="bench-form"
      >
        <input type="hidden" name="member" value={member.id} />
        <input type="hidden" name="project" value={`${project.authorityId}/${project.slug}`} />
        {change === 'join' && (
          <DateField
            t={t}
            id="since"
            name="since"
            label={t('strategy.agreements.form.member_since')}
            value={form.dayParts('since')}
            {...errorOf(form, 'since')}
          />
        )}
        <SaidBy {...{ t, form }} />
        <ButtonRow>
          {change === 'join' ? (
            <Button>{t('strategy.agreements.join')}</Button>
          ) : (
            <Button color="danger">{t('strategy.agreements.leave', { name: member.name })}</Button>
          )}
        </ButtonRow>
      </form>
    </>
  )
}
