import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import type { PartyId } from '#kernel/ids.ts'
import { Button } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { prefilledAnswers } from '../forms/prefill.ts'
import { applyPage, stepHref } from './apply-frame.tsx'
import { firmsToChoose, listFirms } from './for-whom.ts'
import { firstStep, openStep } from './form-steps.tsx'
import { keepDraft } from './keep-draft.ts'
import { type Apply, type ApplyParts, isRedirect, knownAnswers, readApply } from './read-apply.ts'

const herself = 'self'

/** For whom it is: herself, or a firm that she may hand it in for. Asked first, and whenever she wants to change it. */
export async function showForWhom(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  return isRedirect(apply) ? apply : forWhomPage(apply, scope, request)
}

async function forWhomPage(apply: Apply, scope: Scope, request: Request, error?: string): Promise<Answer> {
  const { t } = request
  const { open } = apply
  if (open?.draft.sent) return seeOther(stepHref(apply, request, 'review/sent'))
  const choices = firmsToChoose(apply, request)
  // Without a mandate there is nothing to choose but oneself.
  if (choices.length === 0 && !open?.draft.forPartyId) return seeOther(stepHref(apply, request, openStep(apply)))
  const firms = await listFirms(scope, choices)
  const title = t('egovernment.apply.for_whom.title')
  const options = [
    ...(isForPersons(apply) ? [{ value: herself, label: t('egovernment.apply.for_whom.self') }] : []),
    ...firms.map(({ id, name, uid }) => ({ value: id, label: name, ...(uid ? { hint: uid } : {}) })),
  ]
  return applyPage(
    apply,
    request,
    {
      title: error === undefined ? title : t('egovernment.apply.error_title', { title }),
      status: error === undefined ? 200 : 422,
    },
    <>
      <ErrorSummary t={t} errors={error === undefined ? [] : [{ fieldId: 'for', text: error }]} />
      <form method="post" noValidate class="form-page">
        <RadioGroup
          id="for"
          name="for"
          label={title}
          labelIsHeading
          hint={t('egovernment.apply.for_whom.hint')}
          options={options}
          required
          {...(open ? { value: open.draft.forPartyId ?? herself } : {})}
          {...(error === undefined ? {} : { error })}
        />
        <Button>{t('egovernment.forms.next')}</Button>
      </form>
    </>,
  )
}

export async function takeForWhom(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  if (apply.open?.draft.sent) return seeOther(stepHref(apply, request, 'review/sent', 'sent'))
  const chosen = chosenOf(apply, request)
  if (chosen === undefined) return forWhomPage(apply, scope, request, request.t('egovernment.apply.for_whom.error'))
  const { kernel } = parts
  const known = await knownAnswers(kernel, scope, request, chosen ?? undefined)
  const before = apply.open ? apply.answers : {}
  const answers = prefilledAnswers(apply.form, before, known, apply.context)
  const next = { ...apply, answers }
  const step = apply.open ? openStep(next) : firstStep(next)
  const content = { answers, contact: apply.open?.draft.contact ?? null }
  const kept = { content, currentPage: step, fileIds: [], forPartyId: chosen }
  const cookies = await keepDraft(parts, request, apply, kept)
  return seeOther(stepHref(apply, request, step), { cookies })
}

/** The firm that was chosen, null for herself; undefined for anything else. */
function chosenOf(apply: Apply, request: Request): PartyId | null | undefined {
  const chosen = request.form.get('for')
  if (chosen === herself) return isForPersons(apply) || firmsToChoose(apply, request).length === 0 ? null : undefined
  return firmsToChoose(apply, request).find((id) => id === chosen)
}

function isForPersons({ offer }: Apply): boolean {
  return offer.definition.audience.includes('persons')
}
