import type { ComponentChildren } from 'preact'
import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Icon, type IconName } from '#ui/components/icon/icon.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { Localised } from '#ui/localised.tsx'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { placeParameter } from './chosen-municipality.ts'
import { InChargeBlock } from './in-charge-block.tsx'
import { PlaceSearch } from './place-search.tsx'
import type { ServiceView, Where } from './service-view.ts'

export type ServicePageProps = { view: ServiceView; language: Language; t: Translate; href: (path: string) => string }

/** What a service is and how it begins, in the order in which people ask: what, for whom, where, what I need, how long, how much. */
export function ServicePage({ view, language, t, href }: ServicePageProps) {
  const { service, where } = view
  const text = { language, t }
  return (
    <div class="service">
      <header class="service-head">
        <h1>
          <Localised text={service.title} language={language} />
        </h1>
        <p class="lead">
          <Localised text={service.summary} language={language} />
        </p>
      </header>
      <Section title={t('egovernment.service.for_whom')} icon="Person">
        <p>
          <Localised text={service.forWhom} language={language} />
        </p>
      </Section>
      <aside class="service-where" aria-labelledby="where">
        <h2 id="where">{t('egovernment.service.where')}</h2>
        <WhereBlock view={view} href={href} {...text} />
        {where.kind === 'offered' && (
          <div class="on-wide">
            <Start view={view} t={t} />
          </div>
        )}
      </aside>
      <Section title={t('egovernment.service.need')} icon="FileText">
        <Documents service={service} {...text} />
      </Section>
      <Section title={t('egovernment.service.how_long')} icon="Clock">
        <Statement statement={service.duration} {...text} />
        {service.deadline && <Statement statement={service.deadline} {...text} />}
      </Section>
      <Section title={t('egovernment.service.how_much')} icon="Wallet">
        <Statement statement={service.fee} {...text} />
      </Section>
      <Section title={t('egovernment.service.result')} icon="CheckmarkCircle">
        <p>
          <Localised text={service.result} language={language} />
        </p>
      </Section>
      <div class={where.kind === 'offered' ? 'on-narrow' : undefined}>
        <Start view={view} t={t} />
      </div>
      <Section title={t('egovernment.service.other_ways')} icon="Phone">
        <OtherWays service={service} where={where} {...text} />
      </Section>
      <LegalBasis service={service} {...text} />
      <Sources service={service} t={t} />
      <Start view={view} t={t} />
    </div>
  )
}

type TextProps = { language: Language; t: Translate }

function Section({ title, icon, children }: { title: string; icon: IconName; children: ComponentChildren }) {
  return (
    <section class="service-section">
      <h2>
        <Icon name={icon} /> {title}
      </h2>
      {children}
    </section>
  )
}

function WhereBlock({ view, language, t, href }: TextProps & { view: ServiceView; href: (path: string) => string }) {
  const { service, where, isLocal } = view
  const search = <PlaceSearch serviceId={service.id} t={t} href={href} id="where-search" />
  if (where.kind === 'open') {
    return (
      <>
        {where.profile ? (
          <>
            <p>{t('egovernment.service.where_profile_several', { locality: where.profile.locality })}</p>
            <ul class="chips">
              {where.profile.municipalities.map(({ id, name }) => (
                <li key={id}>
                  <a class="chip" href={href(`/services/${service.id}?${placeParameter}=${id}#where`)}>
                    {textIn(name, language)}
                  </a>
                </li>
              ))}
            </ul>
            <p>
              <a href={href('/account/profile')}>{t('egovernment.service.where_profile_set')}</a>
            </p>
          </>
        ) : (
          <p>{t('egovernment.service.where_open')}</p>
        )}
        {search}
        <p>
          <a href={href(`/services/${service.id}/place`)}>{t('egovernment.service.where_map_or_list')}</a>
        </p>
      </>
    )
  }
  return (
    <>
      {where.kind === 'not_offered' && (
        <Alert kind="info">
          <p>{t('egovernment.service.not_offered')}</p>
        </Alert>
      )}
      <InChargeBlock authority={where.authority} inCharge={where.inCharge} language={language} t={t} />
      {where.kind === 'offered' &&
        where.others.map(({ who, inCharge }) => (
          <p key={inCharge.unit.id}>
            <Localised text={who} language={language} />
            <br />
            <strong>{textIn(inCharge.unit.name, language)}</strong>, {textIn(inCharge.authority.name, language)}
          </p>
        ))}
      {where.kind === 'offered' && where.note && (
        <p>
          <Localised text={where.note} language={language} />
        </p>
      )}
      {view.profileLocality && (
        <p class="field-hint">{t('egovernment.service.where_profile', { locality: view.profileLocality })}</p>
      )}
      {isLocal && (
        <p>
          <a href={href(`/services/${service.id}/place`)}>{t('egovernment.service.other_municipality')}</a>
        </p>
      )}
    </>
  )
}

function Documents({ service, language, t }: TextProps & { service: ServiceDefinition }) {
  if (service.documents.length === 0) return <p>{t('egovernment.service.need_nothing')}</p>
  return (
    <ul>
      {service.documents.map((document) => (
        <li key={document.text.de}>
          <Localised text={document.text} language={language} /> <ExampleTag statement={document} t={t} />
        </li>
      ))}
    </ul>
  )
}

type StatedFact = ServiceDefinition['fee'] | ServiceDefinition['duration'] | ServiceDefinition['documents'][number]

function Statement({ statement, language, t }: TextProps & { statement: StatedFact }) {
  return (
    <p>
      <Localised text={statement.text} language={language} /> <ExampleTag statement={statement} t={t} />
    </p>
  )
}

/** Facts without a source are marked, so that nobody takes them for a promise of the authority. */
function ExampleTag({ statement, t }: { statement: StatedFact; t: Translate }) {
  return statement.example ? <Tag kind="neutral">{t('egovernment.service.example')}</Tag> : null
}

function Start({ view: { startHref, where }, t }: { view: ServiceView; t: Translate }) {
  if (startHref === undefined) return null
  return (
    <ButtonRow>
      <LinkButton href={startHref}>
        {where.kind === 'open' ? t('egovernment.service.choose_and_start') : t('egovernment.service.start')}
        <Icon name="ArrowRight" />
      </LinkButton>
    </ButtonRow>
  )
}

function OtherWays({ service, where, language, t }: TextProps & { service: ServiceDefinition; where: Where }) {
  return (
    <>
      <ul>
        {service.alternatives.map(({ kind, text, url }) => (
          <li key={`${kind}${text.de}`}>
            {!saysItself(text, t(`egovernment.service.way.${kind}`), language) && (
              <>
                <strong>{t(`egovernment.service.way.${kind}`)}:</strong>{' '}
              </>
            )}
            <MaybeLink url={url}>
              <Localised text={text} language={language} />
            </MaybeLink>
          </li>
        ))}
      </ul>
      {where.kind !== 'open' && <p>{t('egovernment.service.hours_above')}</p>}
    </>
  )
}

/** Whether a text begins with the word for the way itself: «Am Schalter der …» needs no «Am Schalter:» before it. */
function saysItself(text: LocalText, way: string, language: Language): boolean {
  return textIn(text, language).toLowerCase().startsWith(way.toLowerCase())
}

function LegalBasis({ service, language, t }: TextProps & { service: ServiceDefinition }) {
  if (service.legalBasis.length === 0) return null
  return (
    <Section title={t('egovernment.service.legal_basis')} icon="GavelSoundBlock">
      <ul>
        {service.legalBasis.map(({ title, url }) => (
          <li key={title.de}>
            <MaybeLink url={url}>
              <Localised text={title} language={language} />
            </MaybeLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function MaybeLink({ url, children }: { url: string | undefined; children: ComponentChildren }) {
  return url ? <a href={url}>{children}</a> : children
}

function Sources({ service, t }: { service: ServiceDefinition; t: Translate }) {
  const stated = [...service.documents, service.duration, service.fee, ...(service.deadline ? [service.deadline] : [])]
  const sources = new Map(stated.flatMap(({ source }) => (source ? [[source.url, source] as const] : [])))
  if (sources.size === 0) return null
  return (
    <Section title={t('egovernment.service.sources')} icon="Link">
      <ul>
        {[...sources.values()].map(({ title, url, checked }) => (
          <li key={url}>
            <a href={url} lang="de">
              {title}
            </a>{' '}
            {t('egovernment.service.checked', { day: formatDate(checked) })}
          </li>
        ))}
      </ul>
    </Section>
  )
}
