import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Card, CardGrid } from '#ui/components/card/card.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { PlaceSearch } from './place-search.tsx'

/** What came of looking for a place; `open` before anything was asked. */
export type PlaceAnswer =
  | { readonly kind: 'open' }
  | { readonly kind: 'none'; readonly asked: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'several'; readonly asked: string; readonly choices: readonly { name: string; href: string }[] }

export type PlacePageProps = {
  serviceId: string
  title: string
  answer: PlaceAnswer
  municipalities: readonly { name: string; href: string }[]
  t: Translate
  href: (path: string) => string
}

/** Asks which municipality a service is needed in: in words, as a point where the device or the map can give one, or from the list of all. */
export function PlacePage({ serviceId, title, answer, municipalities, t, href }: PlacePageProps) {
  return (
    <>
      <BackLink href={href(`/services/${serviceId}`)} t={t} />
      <h1>{t('egovernment.finder.place.title')}</h1>
      <p class="lead">{t('egovernment.finder.place.why', { service: title })}</p>
      <Outcome answer={answer} t={t} />
      <PlaceSearch
        serviceId={serviceId}
        t={t}
        href={href}
        id="place-search"
        value={'asked' in answer ? answer.asked : ''}
      />
      <Details summary={t('egovernment.finder.place.by_point')}>
        <PointForm action={href(`/services/${serviceId}/place`)} t={t} />
      </Details>
      <Details summary={t('egovernment.finder.place.by_list', { count: municipalities.length })}>
        <ul class="columns">
          {municipalities.map((municipality) => (
            <li key={municipality.href}>
              <a href={municipality.href}>{municipality.name}</a>
            </li>
          ))}
        </ul>
      </Details>
    </>
  )
}

function Outcome({ answer, t }: { answer: PlaceAnswer; t: Translate }) {
  switch (answer.kind) {
    case 'open':
      return null
    case 'none':
      return (
        <Alert kind="warning" title={t('egovernment.finder.place.none_title', { asked: answer.asked })}>
          <p>{t('egovernment.finder.place.none')}</p>
        </Alert>
      )
    case 'outside':
      return (
        <Alert kind="warning" title={t('egovernment.finder.place.outside_title')}>
          <p>{t('egovernment.finder.place.outside')}</p>
        </Alert>
      )
    case 'several':
      return (
        <section class="place-choices">
          <h2>{t('egovernment.finder.place.several', { asked: answer.asked })}</h2>
          <CardGrid>
            {answer.choices.map(({ name, href }) => (
              <Card key={href} title={name} href={href} icon="LocationPin" />
            ))}
          </CardGrid>
        </section>
      )
  }
}

function PointForm({ action, t }: { action: string; t: Translate }) {
  return (
    <form method="post" action={action}>
      <place-map
        class="place-map"
        data-east="point-east"
        data-north="point-north"
        data-label={t('ui.place_field.map')}
        data-locate={t('ui.place_field.locate')}
        data-located={t('ui.place_field.located')}
        data-denied={t('ui.place_field.denied')}
        data-outside={t('ui.place_field.outside')}
        data-help={t('ui.place_field.help')}
      />
      <div class="place-coordinates">
        <TextField id="point-east" name="east" label={t('ui.place_field.east')} inputMode="numeric" width="s" />
        <TextField id="point-north" name="north" label={t('ui.place_field.north')} inputMode="numeric" width="s" />
      </div>
      <p class="field-hint">{t('ui.place_field.coordinates_hint')}</p>
      <ButtonRow>
        <Button variant="secondary">{t('egovernment.finder.place.use_point')}</Button>
      </ButtonRow>
    </form>
  )
}
