import { formatDate, formatMoney, formatPeriod } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { figureText } from '../indicators/figure-text.ts'
import { type Addable, frameOf, frames, sumOf } from '../money/may-add.ts'
import { isOverdue } from '../parliament/item.ts'
import type { HalfYear } from './half-year.ts'
import { type Section, tableOf, type Words } from './report-words.ts'

/** Each indicator with its last figures, its target and how it stands; «not yet measured» where nobody measures. */
export function indicatorSection({ indicators }: HalfYear, { t, language }: Words): Section {
  const say = (key: string) => t(`strategy.report.${key}`)
  return {
    title: say('indicators'),
    text: say(indicators.length === 0 ? 'no_indicators' : 'indicators_text'),
    tables: tableOf(
      say('indicators_table'),
      [say('head.indicator'), say('head.course'), say('head.target'), say('head.state')],
      indicators.map(({ title, unit, target, course, standing }) => [
        `${textIn(title, language)} (${textIn(unit, language)})`,
        course.length === 0
          ? t(`strategy.indicators.standing.${standing}`)
          : course
              .map(({ qualifier, value, period, isProvisional }) =>
                [
                  formatPeriod(period, language),
                  `${qualifier ? `${t(`strategy.qualifier.${qualifier}`)} ` : ''}${figureText(value)}${isProvisional ? ` (${t('strategy.indicators.provisional')})` : ''}`,
                ].join(': '),
              )
              .join('\n'),
        target ? `${figureText(target.value)} (${formatDate(target.on)})` : t('strategy.indicators.open'),
        t(`strategy.indicators.standing.${standing}`),
      ]),
    ),
  }
}

/** The credits in the own books; their sum only where the rule allows one, else why there is none. */
export function creditSection({ credits }: HalfYear, { t, language }: Words): Section {
  const say = (key: string) => t(`strategy.report.${key}`)
  const amount = (rappen: number | undefined) => (rappen === undefined ? say('not_said') : formatMoney(rappen))
  const known = credits.flatMap(({ nodeId: id, kind, standing, partOf, approved }): (Addable & { rappen: number })[] =>
    approved === undefined ? [] : [{ id, kind, standing, partOf, about: 'approved', isExact: true, rappen: approved }],
  )
  const sums = frames.flatMap((frame) => {
    const own = known.filter((one) => frameOf(one) === frame)
    if (own.length < 2) return []
    const result = sumOf(own)
    return 'sum' in result
      ? t(`strategy.report.sum.${frame}`, { amount: formatMoney(result.sum), count: own.length })
      : t(`strategy.money.why_not.${result.whyNot}`)
  })
  return {
    title: say('credits'),
    text: credits.length === 0 ? say('no_credits') : [say('credits_text'), ...sums].join('\n\n'),
    tables: tableOf(
      say('credits_table'),
      (['credit', 'approved', 'committed', 'spent', 'remaining'] as const).map((name) => say(`head.${name}`)),
      credits.map((credit) => [
        `${textIn(credit.title, language)} (${t(`strategy.money.kind.${credit.kind}`)})`,
        amount(credit.approved),
        formatMoney(credit.committed),
        formatMoney(credit.spent),
        amount(credit.remaining),
      ]),
    ),
  }
}

/** What parliament asked for, until when, how far it is and what answers it. */
export function parliamentSection({ demands, asOf }: HalfYear, { t, language }: Words): Section {
  const say = (key: string) => t(`strategy.report.${key}`)
  return {
    title: say('parliament'),
    text: demands.length === 0 ? say('no_parliament') : '',
    tables: tableOf(
      say('parliament_table'),
      (['demand', 'due', 'state', 'answer'] as const).map((name) => say(`head.${name}`)),
      demands.map((item) => [
        `${textIn(item.title, language)} (${t(`strategy.parliament.kind.${item.kind}`, { count: item.count })}, ${item.body})`,
        item.dueOn ? formatDate(item.dueOn) : say('not_said'),
        [
          t(`strategy.parliament.state.${item.state ?? 'unknown'}`),
          ...(isOverdue(item, asOf) ? [t('strategy.parliament.overdue')] : []),
        ].join(', '),
        item.proofs.length === 0
          ? t('strategy.parliament.nothing_linked')
          : item.proofs.map((title) => textIn(title, language)).join('\n'),
      ]),
    ),
  }
}
