import { Fragment } from 'preact'
import { formatDate, formatPeriod, type IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import type { Shown } from '../../public/node-parts.tsx'
import { publicPath } from '../../public/strategy-places.ts'
import { type ItemState, isOverdue, type ParliamentItem } from '../item.ts'
import type { ItemFound, Proof } from '../queries.ts'

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

type ItemProps = Shown & {
  readonly today: IsoDate
  readonly item: ItemFound
}

/** In plain words: what was demanded and by whom, what was done, and what paid for it; with the source. */
export function PlainItem({ t, language, href, today, item }: ItemProps) {
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
              <Name {...{ t, language, href }} thing={proof} /> ({t(`strategy.kind.${proof.kind}`)}).
              {proof.credits.map((credit, at) => (
                <Fragment key={credit.slug}>
                  {at === 0 ? ` ${t('strategy.money.funding')}: ` : ', '}
                  <Name {...{ t, language, href }} thing={credit} />
                </Fragment>
              ))}
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

/** What did it, or paid for it, with the way there: a project is told in plain words on its own page. */
function Name({ language, href, thing }: Shown & { readonly thing: Proof | Proof['credits'][number] }) {
  const { kind, authorityId, slug, title, audience } = thing
  const path =
    kind === 'project' && audience === 'public' ? `/strategy/projects/${authorityId}/${slug}` : publicPath(thing)
  return (
    <a class="ds-link" href={href(path)}>
      {textIn(title, language)}
    </a>
  )
}
