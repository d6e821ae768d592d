import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { BothVersions, WasFields } from '../../desk/both-versions.tsx'
import type { Edit } from '../../desk/edit.ts'
import { tabPath } from '../../desk/projects/project-context.ts'
import type { Node } from '../../graph/node.ts'
import { facets } from '../profile.ts'
import { synergiesPath } from './synergies-page.tsx'

export const profilesPath = `${synergiesPath}/profiles`

type ProfilePageProps = DeskPage & {
  readonly language: Language
  readonly project: Node
  readonly edit: Edit
  readonly isSaved: boolean
}

/** What a project can have in common with others, in its own words: the finder compares these first. */
export function ProfilePage({ t, href, language, project, edit, isSaved }: ProfilePageProps) {
  const { form, versions } = edit
  const fields = (
    <>
      {facets.map((facet) => (
        <TextField
          key={facet}
          id={facet}
          name={facet}
          label={t(`strategy.synergies.facet.${facet}`)}
          value={form.value(facet)}
          width="full"
          maxLength={1000}
        />
      ))}
      <DateField
        t={t}
        id="tender"
        name="tender"
        label={t('strategy.synergies.facet.tender')}
        value={form.dayParts('tender')}
        {...errorOf(form, 'tender')}
      />
    </>
  )
  return (
    <>
      <BackLink t={t} href={href(tabPath(project, 'overview'))} />
      <h1>{t('strategy.synergies.profile')}</h1>
      <p>{textIn(project.title, language)}</p>
      <p>{t('strategy.synergies.profile_lead')}</p>
      {isSaved && (
        <DoneNotice>
          <p>{t('strategy.synergies.saved')}</p>
        </DoneNotice>
      )}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.synergies.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <BothVersions {...{ t, versions, fields }} />
      <ErrorSummary t={t} errors={form.errors()} />
      <form
        method="post"
        action={href(`${profilesPath}/${project.slug}?authority=${project.authorityId}`)}
        noValidate
        class="form-page"
      >
        <WasFields edit={edit} />
        {fields}
        <Button>{t('strategy.synergies.save')}</Button>
      </form>
    </>
  )
}
