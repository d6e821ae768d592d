import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { Feed } from '#kernel/feed.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { dayOf } from '../cases/case-record.ts'

const startOf = (day: string) => sql<Date>`(${day}::date)::timestamp at time zone 'Europe/Zurich'`

/** What services are called, as they were published last. */
async function readTitles(scope: Scope): Promise<ReadonlyMap<string, LocalText>> {
  const rows = await scope.db
    .selectFrom('egovernment.service_versions')
    .distinctOn('service_id')
    .select(['service_id', sql<LocalText>`definition -> 'title'`.as('title')])
    .orderBy('service_id')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map(({ service_id, title }) => [service_id, title]))
}

/** Cases that came in, by service, municipality and month. */
export const caseFeed: Feed = {
  id: 'geschaefte-nach-dienstleistung-und-gemeinde',
  authorityId: 'kanton-luzern',
  title: {
    de: 'Geschäfte nach Dienstleistung, Gemeinde und Monat',
    fr: 'Affaires par prestation, commune et mois',
    it: 'Pratiche per prestazione, Comune e mese',
    en: 'Cases by service, municipality and month',
  },
  description: {
    de: 'Wie viele Geschäfte in jedem Monat eingegangen sind, nach Dienstleistung und zuständiger Behörde. Zahlen unter 5 und solche, aus denen sich kleinere errechnen liessen, sind nicht enthalten. Fehlt eine Zeile, so waren es weniger als 5 Geschäfte, oder die Zahl ist zum Schutz anderer verborgen. Ein Monat wird gezählt, wenn er vorbei ist, und danach nicht mehr geändert.',
    fr: 'Nombre d’affaires reçues chaque mois, par prestation et par autorité compétente. Les nombres inférieurs à 5 et ceux qui permettraient d’en calculer de plus petits ne figurent pas dans la table. Une ligne absente signifie moins de 5 affaires ou un nombre masqué pour en protéger d’autres. Un mois est compté une fois écoulé et n’est plus modifié ensuite.',
    it: 'Numero di pratiche ricevute ogni mese, per prestazione e autorità competente. I numeri inferiori a 5 e quelli da cui se ne potrebbero calcolare di più piccoli non sono contenuti nella tabella. Se una riga manca, le pratiche erano meno di 5 oppure il numero è nascosto per proteggerne altri. Un mese è contato una volta concluso e poi non cambia più.',
    en: 'How many cases came in each month, by service and authority in charge. Figures below 5, and figures from which smaller ones could be worked out, are left out. A missing row means fewer than 5 cases, or a figure hidden to protect others. A month is counted once it is over and does not change afterwards.',
  },
  keywords: {
    de: ['Geschäfte', 'Dienstleistungen', 'E-Government'],
    fr: ['affaires', 'prestations', 'cyberadministration'],
    it: ['pratiche', 'prestazioni', 'governo elettronico'],
    en: ['cases', 'services', 'e-government'],
  },
  contact: {
    name: {
      de: 'Fachstelle Open Data (Beispiel)',
      fr: 'Service Open Data (exemple)',
      it: 'Servizio Open Data (esempio)',
      en: 'Open data office (example)',
    },
    email: 'opendata@kanton-luzern.example',
  },
  issued: dayOf('2026-11-26'),
  measure: {
    name: 'cases',
    title: { de: 'Geschäfte', fr: 'Affaires', it: 'Pratiche', en: 'Cases' },
    description: {
      de: 'Eingegangene Geschäfte, auf allen Wegen: online, am Schalter, per Telefon und auf Papier.',
      fr: 'Affaires reçues par toutes les voies : en ligne, au guichet, par téléphone et sur papier.',
      it: 'Pratiche ricevute per tutte le vie: online, allo sportello, per telefono e su carta.',
      en: 'Cases received in all ways: online, at the counter, by phone and on paper.',
    },
  },
  dimensions: [
    {
      name: 'service',
      title: { de: 'Dienstleistung', fr: 'Prestation', it: 'Prestazione', en: 'Service' },
      description: {
        de: 'Kennung der Dienstleistung; leer für alle zusammen.',
        fr: 'Identifiant de la prestation ; vide pour l’ensemble.',
        it: 'Identificativo della prestazione; vuoto per il totale.',
        en: 'Id of the service; empty for all together.',
      },
      role: 'quasi-identifier',
      labels: readTitles,
    },
    {
      name: 'authority',
      title: { de: 'Behörde', fr: 'Autorité', it: 'Autorità', en: 'Authority' },
      description: {
        de: 'Gemeinde oder Kanton, bei denen das Geschäft einging; leer für alle zusammen.',
        fr: 'Commune ou canton ayant reçu l’affaire ; vide pour l’ensemble.',
        it: 'Comune o Cantone che ha ricevuto la pratica; vuoto per il totale.',
        en: 'Municipality or canton where the case came in; empty for all together.',
      },
      role: 'quasi-identifier',
      reference: 'authority',
    },
  ],
  purpose: 'open-data-counts',
  count: async (scope, { from, until }) => {
    const rows = await scope.db
      .selectFrom('egovernment.cases')
      .select(['authority_id as authority', 'service_id as service', sql<number>`count(*)::int`.as('count')])
      .where('received_at', '>=', startOf(from))
      .where('received_at', '<', startOf(until))
      .groupBy(['authority_id', 'service_id'])
      .execute()
    return rows.map(({ authority, service, count }) => ({ codes: { authority, service }, count }))
  },
}
