import type { Authority } from '#kernel/authorities/authority.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type LifeSituation, type ServiceDefinition, underLifeSituation } from '#modules/egovernment/public.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Card, CardGrid } from '#ui/components/card/card.tsx'
import { isIconName } from '#ui/components/icon/icon.tsx'
import { SearchBox } from '#ui/components/search-box/search-box.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { ContactBlock } from '../statements/contact-block.tsx'

export type HomePageProps = {
  services: readonly ServiceDefinition[]
  oftenUsed: readonly ServiceDefinition[]
  lifeSituations: readonly LifeSituation[]
  /** Set on the portal of one authority: how to reach it. */
  authority: Authority | undefined
  language: Language
  t: Translate
  href: (path: string) => string
}

/** The front page: one question, then the ways in for those who would rather look than search. */
export function HomePage(props: HomePageProps) {
  const { t, href, authority } = props
  return (
    <>
      <div class="band">
        <div class="page-width">
          <h1>{t('portal.home.title')}</h1>
          <SearchBox
            t={t}
            action={href('/services')}
            name="q"
            label={t('portal.home.search')}
            hint={t('portal.home.search_hint')}
            suggestUrl={href('/services/suggest')}
            size="large"
          />
        </div>
      </div>
      <div class="page-width">
        <LifeSituations {...props} />
        <OftenUsed {...props} />
        <FollowCase t={t} href={href} />
        <OpenData t={t} href={href} />
        <Strategy t={t} href={href} />
        {authority && <ContactBlock authority={authority} t={t} />}
      </div>
    </>
  )
}

function LifeSituations({ services, lifeSituations, language, t, href }: HomePageProps) {
  const tiles = lifeSituations
    .map((situation) => ({
      ...situation,
      services: underLifeSituation(services, situation.id),
    }))
    .filter((tile) => tile.services.length > 0)
  return (
    <section>
      <h2>{t('portal.home.life_situations')}</h2>
      {tiles.length === 0 && <p>{t('portal.home.no_services')}</p>}
      <CardGrid>
        {tiles.map((tile) => (
          <Card
            key={tile.id}
            title={textIn(tile.title, language)}
            href={href(`/services?life=${tile.id}`)}
            icon={isIconName(tile.icon) ? tile.icon : 'Compass'}
          >
            {tile.services
              .slice(0, 3)
              .map((service) => textIn(service.title, language))
              .join(', ')}
          </Card>
        ))}
      </CardGrid>
      <p class="after-grid">
        <a href={href('/services')}>{t('portal.home.all_services')}</a>
      </p>
    </section>
  )
}

function OftenUsed({ oftenUsed, language, t, href }: HomePageProps) {
  if (oftenUsed.length === 0) return null
  return (
    <section>
      <h2>{t('portal.home.often_used')}</h2>
      <CardGrid>
        {oftenUsed.map((service) => (
          <Card key={service.id} title={textIn(service.title, language)} href={href(`/services/${service.id}`)}>
            {textIn(service.summary, language)}
          </Card>
        ))}
      </CardGrid>
    </section>
  )
}

function FollowCase({ t, href }: Pick<HomePageProps, 't' | 'href'>) {
  return (
    <section class="follow-case">
      <h2>{t('portal.home.follow')}</h2>
      <form action={href('/cases')} method="get">
        <TextField
          id="case-number"
          name="number"
          label={t('portal.home.case_number')}
          hint={t('portal.home.follow_hint')}
          autocomplete="off"
          spellcheck={false}
          width="m"
        />
        <Button variant="secondary">{t('portal.home.follow_submit')}</Button>
      </form>
    </section>
  )
}

function Strategy({ t, href }: Pick<HomePageProps, 't' | 'href'>) {
  return (
    <section>
      <h2>{t('portal.home.strategy')}</h2>
      <p>
        {t('portal.home.strategy_about')} <a href={href('/strategy')}>{t('portal.home.strategy_link')}</a>
      </p>
    </section>
  )
}

function OpenData({ t, href }: Pick<HomePageProps, 't' | 'href'>) {
  return (
    <section>
      <h2>{t('portal.home.open_data')}</h2>
      <p>
        {t('portal.home.open_data_about')} <a href={href('/opendata')}>{t('portal.home.open_data_link')}</a>
      </p>
    </section>
  )
}
