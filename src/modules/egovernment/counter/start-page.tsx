import { formatInstant } from '#kernel/i18n/format.ts'
import { languages } from '#kernel/i18n/language.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { deskChannels } from '../cases/case.ts'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import type { BegunEntry } from './entries.ts'

export type StartPageProps = DeskPage & {
  readonly form: FormReading
  /** `authority/service` with its name. */
  readonly services: readonly { readonly value: string; readonly label: string }[]
  readonly begun: readonly BegunEntry[]
  readonly serviceName: (id: string) => string
  /** What was just done: the end of a message key below `egovernment.counter.done`. */
  readonly isDiscarded: boolean
}

/** Where a clerk begins to enter a case for somebody, or goes on with one. */
export function StartPage({ t, href, form, services, begun, serviceName, isDiscarded }: StartPageProps) {
  return (
    <>
      <h1>{t('egovernment.counter.title')}</h1>
      {isDiscarded && <DoneNotice title={t('egovernment.counter.discarded')} />}
      <p>{t('egovernment.counter.text')}</p>
      <ErrorSummary t={t} errors={form.errors()} />
      <form method="post" action={href('/desk/counter')} noValidate>
        <RadioGroup
          id="channel"
          name="channel"
          label={t('egovernment.counter.channel')}
          value={form.value('channel')}
          options={deskChannels.map((value) => ({ value, label: t(`egovernment.counter.channels.${value}`) }))}
          inline
          required
          {...errorOf(form, 'channel')}
        />
        <SelectField
          id="service"
          name="service"
          label={t('egovernment.counter.service')}
          value={form.value('service')}
          emptyLabel={t('egovernment.desk.choose')}
          options={services}
          required
          {...errorOf(form, 'service')}
        />
        <RadioGroup
          id="language"
          name="language"
          label={t('egovernment.counter.language')}
          hint={t('egovernment.counter.language_hint')}
          value={form.value('language')}
          options={languages.map((value) => ({ value, label: t(`egovernment.desk.language.${value}`) }))}
          inline
          required
          {...errorOf(form, 'language')}
        />
        <ButtonRow>
          <Button>{t('egovernment.counter.begin')}</Button>
        </ButtonRow>
      </form>
      {begun.length > 0 && (
        <section aria-labelledby="begun">
          <h2 id="begun">{t('egovernment.counter.begun')}</h2>
          <ul>
            {begun.map(({ draftId, serviceId, channel, savedAt }) => (
              <li key={draftId}>
                <a class="ds-link" href={href(`/desk/counter/${draftId}`)}>
                  {serviceName(serviceId)}
                </a>
                , {t(`egovernment.desk.channel.${channel}`)}, {formatInstant(savedAt, t.language)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
