import { join } from 'node:path'
import { contentSynonyms, loadSynonyms, type Synonyms } from '#kernel/search/synonyms.ts'
import { withoutDigraphs, wordsOf } from '#kernel/search/tokens.ts'

/** Words that say nothing of what a project is about: of the language, and of every project in an administration. */
const emptyWords = new Set(
  `aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bereits bis bisher bzw da dabei
  dafur damit dann das dass davon dazu dem den denen der deren des deshalb dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine
  einem einen einer eines einmal er erst es etwa etwas fur gegen gibt haben hat hier ihr ihre ihrem ihren ihrer im in indem ins ist ja je jede jedem
  jeden jeder jedes kann kein keine keinen kunftig konnen konnte lassen lasst machen macht mehr mit muss mussen nach neben nein nicht nichts noch nun
  nur ob oder ohne rund samt sehr sein seine seit selbst sich sie sind so sobald sodass sogar soll sollen sollte sondern sowie statt tag tage taglich
  um und uns unter viel viele vier vom von vor vorher wann war waren was weil wenig weniger wenn wer werden wie wieder wird wo wurde wurden zu zudem
  uber wahrend hoch ladt zum zur zusatzlich zwei zwischen drei funf zehn zwolf jahr jahre jahren monat monate monaten erhalten erhalt bleiben bleibt gilt gelten heute steht
  stehen neu neue neuem neuen neuer neues gross grosse klein kleine gut eigen eigene eigenen eigener einfach einheitlich bestehend gesucht braucht
  brauchen will wollen mochte erstmals kunftige kunftigen heutige heutigen offen moglich notig weitere weiteren
  projekt projekte vorhaben gemeinde gemeinden stadt kanton kantonal kantonale kantonalen verwaltung behorde behorden amt amter abteilung stelle
  beispiel digital digitale digitalen digitaler digitales digitalisierung online elektronisch elektronische elektronischen elektronischer elektronischem
  einfuhrung einfuhren eingefuhrt aufbau ablosung ersatz ersetzt ausbau erneuerung erneuert umsetzung losung system systeme anwendung anwendungen
  software programm plattform konzept einwohnerin einwohner einwohnerinnen bevolkerung person personen mensch menschen mitarbeitend mitarbeitende
  mitarbeitenden angestellte netz internet web website seite app papier form formular gemeinsam gemeinsame gemeinsamen luzern`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

// Verbs that came from Latin and their nouns: `reservieren`, `Reservation`, `Fakturierung`, `fakturiert`.
const learned = ['ierungen', 'ierung', 'ieren', 'ierte', 'ierten', 'ierter', 'iert', 'ationen', 'ation'] as const
const endings = [...learned, 'innen', 'ern', 'ens', 'es', 'em', 'en', 'er', 'e', 'n', 's'] as const
const shortestStem = 4

/** A word without its ending: `Parkkarten` and `Parkkarte` are one. Light on purpose: `Steuern` and `Steuerung` stay two. */
export function stemOf(word: string): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= shortestStem)
  return ending ? word.slice(0, -ending.length) : word
}

const isEmpty = (word: string) => emptyWords.has(word) || word.length < 3 || /^\d+$/.test(word)

/** Nouns are written with a capital in German: they say what something is about. */
export const isNoun = (word: string) => /^\p{Lu}/u.test(word)

/** A word of a text: what it is compared by, and how it stands there. */
export type TellingWord = { readonly stem: string; readonly word: string }

/** Reads texts, and remembers words it has met: a portfolio says the same words over and over. Made anew for every portfolio. */
export type Reader = {
  /** The words that say something, without accents and endings; in order. */
  readonly tellingWords: (text: string) => readonly TellingWord[]
  /** What else the words mean, by the house's synonyms (of one or two words). */
  readonly otherWords: (text: string) => readonly string[]
}

export function createReader(): Reader {
  const stems = remember((word: string) => {
    const plain = wordsOf(word).map(withoutDigraphs).join('')
    return isEmpty(plain) ? '' : stemOf(plain)
  })
  const meanings = remember((pair: string) => {
    const words = pair.split(' ')
    const found = allSynonyms()
      .flatMap((synonyms) => synonyms(words, 0))
      .flat()
    return found
      .map(withoutDigraphs)
      .filter((word) => !isEmpty(word))
      .map(stemOf)
  })
  return {
    tellingWords: (text) =>
      (text.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => {
        const stem = stems(word)
        return stem === '' ? [] : [{ stem, word }]
      }),
    otherWords: (text) => {
      const words = wordsOf(text)
      return [...new Set(words.flatMap((word, position) => meanings(`${word} ${words[position + 1] ?? ''}`.trim())))]
    },
  }
}

function remember<Value>(work: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = work(text)
    known.set(text, value)
    return value
  }
}

let own: readonly Synonyms[] | undefined

/** The house's synonyms and those of projects, read once. */
function allSynonyms(): readonly Synonyms[] {
  own ??= [
    contentSynonyms(),
    loadSynonyms(join(import.meta.dirname, '../../../../content/strategies/synergies-words.yaml')),
  ]
  return own
}

const shortestPart = 4
const joints = ['', 's', 'es', 'n', 'en', 'er', 'e'] as const

/**
 * Takes a compound apart into words that are known: `parkkartenverwaltung` with `parkkart` and `verwaltung` known gives these two. The
 * fewest parts win, of these the longest first one. Letters that only join (`s`, `n`, `en` …) may stand between. Empty where it is none.
 */
export function partsOf(word: string, isKnown: (stem: string) => boolean): string[] {
  const best = new Map<number, string[] | undefined>()
  const from = (start: number): string[] | undefined => {
    if (start === word.length) return []
    if (best.has(start)) return best.get(start)
    let found: string[] | undefined
    for (let end = word.length; end - start >= shortestPart; end--) {
      const part = knownPart(word.slice(start, end), isKnown)
      if (part === undefined || (start === 0 && end === word.length)) continue
      const rest = from(end)
      if (rest && (!found || rest.length + 1 < found.length)) found = [part, ...rest]
    }
    best.set(start, found)
    return found
  }
  return from(0) ?? []
}

function knownPart(letters: string, isKnown: (stem: string) => boolean): string | undefined {
  for (const joint of joints) {
    if (!letters.endsWith(joint)) continue
    const part = letters.slice(0, letters.length - joint.length)
    if (part.length >= shortestPart && isKnown(part)) return part
  }
  return undefined
}
