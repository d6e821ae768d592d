import { formatDate, formatPeriod, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { type ItemState, isOverdue, type ParliamentItem } from '../item.ts'
import type { ItemFound } from '../queries.ts'

const kinds: Readonly<Record<ItemState, TagKind>> = {
  submitted: 'info',
  handed_over: 'info',
  in_work: 'accent',
  fulfilled: 'success',
  written_off: 'neutral',
}

type TagProps = {
  readonly t: Translate
  readonly item: Pick<ParliamentItem, 'state' | 'dueOn'>
  readonly today: IsoDate
}

/** How far it is; «not told» where no source says so; and whether it is late. */
export function ItemTags({ t, item, today }: TagProps) {
  return (
    <>
      <Tag kind={item.state ? kinds[item.state] : 'neutral'}>
        {t(`strategy.parliament.state.${item.state ?? 'unknown'}`)}
      </Tag>
      {isOverdue(item, today) && (
        <>
          {' '}
          <Tag kind="danger">{t('strategy.parliament.overdue')}</Tag>
        </>
      )}
    </>
  )
}

type ItemProps = {
  readonly t: Translate
  readonly language: Language
  readonly today: IsoDate
  readonly item: ItemFound
}

/** In plain words: what was demanded and by whom, what was done, and what paid for it; with the source. */
export function PlainItem({ t, language, today, item }: ItemProps) {
  const { title, text, body, saidOn, dueOn, count, proofs, sources } = item
  return (
    <section class="plain-item">
      <h2>{textIn(title, language)}</h2>
      <p>
        {t(`strategy.parliament.kind.${item.kind}`, { count })}, {body}
        {saidOn !== undefined && `, ${formatPeriod(saidOn, language)}`} <ItemTags {...{ t, item, today }} />
      </p>
      <h3>{t('strategy.parliament.demanded')}</h3>
      <p>{text ? textIn(text, language) : t('strategy.parliament.no_wording')}</p>
      {dueOn && <p>{t('strategy.parliament.due', { day: formatDate(dueOn) })}</p>}
      {item.answer !== undefined && (
        <>
          <h3>{t('strategy.parliament.answered')}</h3>
          <p>
            {item.answeredOn && `${formatDate(item.answeredOn)}: `}
            {item.answer}
          </p>
        </>
      )}
      <h3>{t('strategy.parliament.done')}</h3>
      {proofs.length === 0 ? (
        <p>{t('strategy.parliament.nothing_linked')}</p>
      ) : (
        <ul>
          {proofs.map((proof) => (
            <li key={proof.id}>
              {textIn(proof.title, language)} ({t(`strategy.kind.${proof.kind}`)}).{' '}
              {proof.credits.length > 0 &&
                t('strategy.parliament.paid_by', {
                  credits: proof.credits.map((credit) => textIn(credit, language)).join(', '),
                })}
            </li>
          ))}
        </ul>
      )}
      <p class="edge-source">
        {t('strategy.parliament.source')}{' '}
        {sources.map(({ title: name, url, date }, at) => (
          <span key={at}>
            {at > 0 && '; '}
            {url === undefined ? name : <a href={url}>{name}</a>}
            {date !== undefined && `, ${formatPeriod(date, language)}`}
          </span>
        ))}
      </p>
    </section>
  )
}
