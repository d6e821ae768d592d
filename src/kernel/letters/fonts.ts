import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Covers, readFontCoverage } from './font-coverage.ts'

const { resolve } = createRequire(import.meta.url)

// Letters are set in Atkinson Hyperlegible Next (OFL 1.1). What it lacks (Greek, Cyrillic, Hebrew, Arabic, signs) is set in
// DejaVu Sans (Bitstream Vera licence). `content/letters/letter.typ` names the same two families.
const families = [
  [
    resolve('@expo-google-fonts/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf'),
    resolve('@expo-google-fonts/atkinson-hyperlegible-next/600SemiBold/AtkinsonHyperlegibleNext_600SemiBold.ttf'),
  ],
  [resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')],
] as const

/** The font files letters are set with. */
export const fontFiles: readonly string[] = families.flat()

/** One entry per family: what it can show in each of its weights. */
export function readFamilies(): Covers[] {
  return families.map((files) => {
    const weights = files.map((file) => readFontCoverage(readFileSync(file)))
    return (codePoint) => weights.every((covers) => covers(codePoint))
  })
}
