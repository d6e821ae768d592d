import type { ComponentChildren } from 'preact'
import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { BothVersions, WasFields } from '../../desk/both-versions.tsx'
import type { Edit } from '../../desk/edit.ts'
import { namedErrors } from '../../desk/field-words.ts'
import type { Member } from '../agreement.ts'
import type { AgreementFound } from '../queries.ts'
import { AgreementFields } from './agreement-form.tsx'
import { MemberFields } from './member-form.tsx'
import { agreementPath } from './paths.ts'

type EditPageProps = DeskPage & {
  readonly language: Language
  readonly agreement: AgreementFound
  readonly isSaved: boolean
}

function Frame({ t, href, language, agreement, isSaved, edit, title, fields, children }: EditPageProps & FrameProps) {
  const { form, versions } = edit
  return (
    <>
      <BackLink t={t} href={href(agreementPath(agreement))} />
      <h1>{title}</h1>
      <p>{textIn(agreement.title, language)}</p>
      {isSaved && <DoneNotice title={t('strategy.agreements.saved')} />}
      {form.refusal !== undefined && versions === undefined && (
        <Alert kind="danger" isLive title={t('strategy.agreements.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={namedErrors(form, fields)} />
      {children}
    </>
  )
}

type FrameProps = {
  readonly edit: Edit
  readonly title: string
  readonly fields: ComponentChildren
  readonly children: ComponentChildren
}

/** What an agreement says, how it votes and how its costs are shared. */
export function AgreementEditPage(props: EditPageProps & { readonly edit: Edit }) {
  const { t, href, agreement, edit } = props
  const fields = <AgreementFields t={t} form={edit.form} />
  return (
    <Frame {...props} fields={fields} title={t('strategy.agreements.change')}>
      <BothVersions {...{ t, fields }} versions={edit.versions} />
      <form method="post" action={href(agreementPath(agreement, 'edit'))} noValidate class="bench-form">
        <WasFields edit={edit} />
        {fields}
        <ButtonRow>
          <Button>{t('strategy.synergies.save')}</Button>
        </ButtonRow>
      </form>
    </Frame>
  )
}

type MembersPageProps = EditPageProps & {
  readonly members: readonly Member[]
  readonly edit: Edit
  /** The member that is changed; undefined for a new one. */
  readonly id: string | undefined
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
}

/** Who is a member since when and until when, who says so, and a form for one more or the one that is changed. */
export function MembersPage(props: MembersPageProps) {
  const { t, href, agreement, members, edit, id, authorities } = props
  const path = agreementPath(agreement, 'members')
  const fields = <MemberFields t={t} form={edit.form} authorities={authorities} />
  const day = (value: string | undefined) => (value === undefined ? '–' : formatDate(value))
  return (
    <Frame {...props} fields={fields} title={t('strategy.agreements.field.members')}>
      <Table
        caption={t('strategy.agreements.field.members')}
        hideCaption
        head={[
          t('strategy.agreements.field.member'),
          t('strategy.agreements.form.member_since'),
          t('strategy.agreements.form.member_until'),
          t('strategy.agreements.form.said_owner'),
          t('strategy.agreements.form.said_source'),
          { text: t('strategy.projects.change'), isAction: true },
        ]}
        rows={members.map((member) => [
          member.name,
          day(member.since),
          day(member.until),
          member.owner ?? '–',
          member.source?.title ?? '–',
          <a key="edit" class="ds-link" href={`${href(`${path}?edit=${member.id}`)}#line`}>
            {t('strategy.projects.change')}
          </a>,
        ])}
      />
      <div id="line">
        <BothVersions {...{ t, fields }} versions={edit.versions} />
        <Details
          summary={t(id === undefined ? 'strategy.agreements.add_member' : 'strategy.agreements.change_member')}
          isOpen={id !== undefined || !edit.form.isSound || edit.versions !== undefined}
        >
          <form method="post" action={href(path)} noValidate class="bench-form">
            <input type="hidden" name="id" value={id ?? ''} />
            <WasFields edit={edit} />
            {fields}
            <ButtonRow>
              <Button>{t('strategy.synergies.save')}</Button>
            </ButtonRow>
          </form>
        </Details>
      </div>
    </Frame>
  )
}
