import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { ActionPage, SubmitRow } from './action-page.tsx'
import { Beside, type Props, Text } from './action-pages.tsx'
import { errorOf } from './form-reading.ts'
import { OfferedChanges } from './offered-correction.tsx'

export const offerAnswers = ['accept', 'refuse'] as const

/** Deciding on a correction that the applicant offered. */
export function OfferPage(props: Props) {
  const { t, form, file } = props
  return (
    <ActionPage {...props} beside={<Beside t={t} file={file} />}>
      <OfferedChanges {...props} />
      {file.offered ? (
        <>
          <input type="hidden" name="offer" value={file.offered.offer.id} />
          <RadioGroup
            id="how"
            name="how"
            label={t('egovernment.desk.offer.how')}
            value={form.value('how')}
            options={offerAnswers.map((value) => ({ value, label: t(`egovernment.desk.offer.${value}`) }))}
            required
            {...errorOf(form, 'how')}
          />
          <Text
            {...props}
            label={t('egovernment.desk.offer.reason')}
            hint={t('egovernment.desk.offer.reason_hint')}
            rows={3}
            isOptional
          />
          <SubmitRow {...props} />
        </>
      ) : (
        <p>{t('egovernment.desk.offer.none')}</p>
      )}
    </ActionPage>
  )
}
