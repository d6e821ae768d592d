import type { LocalText } from '#kernel/i18n/language.ts'
import type { Gate } from '../projects/hermes.ts'

/** What the milestones of invented projects are called that are reached by a decision. */
export const gateTitles: Readonly<Record<Gate, LocalText>> = {
  is10: {
    de: 'Aufnahme ins Portfolio',
    fr: 'Admission au portefeuille',
    it: 'Ammissione al portafoglio',
    en: 'Taken into the portfolio',
  },
  is15: { de: 'Weiteres Vorgehen', fr: 'Suite à donner', it: 'Seguito', en: 'Further course' },
  ms20: { de: 'Projektstart', fr: 'Lancement du projet', it: 'Avvio del progetto', en: 'Start of the project' },
  realisation: {
    de: 'Freigabe Realisierung',
    fr: 'Libération de la réalisation',
    it: 'Via libera alla realizzazione',
    en: 'Release of the realisation',
  },
  introduction: {
    de: 'Freigabe Einführung',
    fr: 'Libération de l’introduction',
    it: 'Via libera all’introduzione',
    en: 'Release of the introduction',
  },
  execution: {
    de: 'Freigabe Umsetzung',
    fr: 'Libération de la mise en œuvre',
    it: 'Via libera all’attuazione',
    en: 'Release of the execution phase',
  },
  release: { de: 'Release', fr: 'Nouvelle version', it: 'Nuova versione', en: 'Release of a version' },
  closure: {
    de: 'Freigabe Abschluss',
    fr: 'Libération de la clôture',
    it: 'Via libera alla chiusura',
    en: 'Release of the closure',
  },
  end: { de: 'Projektabschluss', fr: 'Fin du projet', it: 'Fine del progetto', en: 'End of the project' },
}
