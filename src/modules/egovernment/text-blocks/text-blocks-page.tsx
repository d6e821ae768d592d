import { languages } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { Button, LinkButton } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { Lines } from '../desk/lines.tsx'
import type { BlockPage } from './queries.ts'
import { blockIn, type TextBlock } from './text-block.ts'

export type TextBlocksProps = DeskPage & {
  readonly listed: BlockPage
  readonly words: string
  readonly authorityId: AuthorityId
  /** All of hers, where there are several. */
  readonly authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
  readonly serviceName: (id: string) => string
  readonly unitName: (id: string) => string
  readonly mayEdit: boolean
  /** What was just done: the end of a message key below `egovernment.text_blocks.done`. */
  readonly done: string | undefined
}

/** The text blocks of an authority: to look one up, and for those who keep them, to change them. */
export function TextBlocksPage(props: TextBlocksProps) {
  const { t, href, listed, words, authorityId, authorities, done } = props
  const search = (more: Readonly<Record<string, string>>) =>
    href(
      `/desk/text-blocks?${new URLSearchParams({ authority: authorityId, ...(words !== '' && { q: words }), ...more })}`,
    )
  return (
    <>
      <h1>{t('egovernment.text_blocks.title')}</h1>
      {done !== undefined && <DoneNotice title={t(`egovernment.text_blocks.done.${done}`)} />}
      <p>{t('egovernment.text_blocks.intro')}</p>
      {authorities.length > 1 && (
        <nav class="button-row" aria-label={t('egovernment.desk.filter.authority')}>
          {authorities.map(({ id, name }) => (
            <a
              key={id}
              class="ds-link"
              href={href(`/desk/text-blocks?authority=${id}`)}
              aria-current={id === authorityId ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      )}
      {props.mayEdit && (
        <p>
          <LinkButton href={href(`/desk/text-blocks/new?authority=${authorityId}`)} shortcut="b">
            {t('egovernment.text_blocks.add')}
          </LinkButton>
        </p>
      )}
      <search>
        <form class="one-line" method="get" action={href('/desk/text-blocks')}>
          <input type="hidden" name="authority" value={authorityId} />
          <TextField id="block-search" name="q" label={t('egovernment.text_blocks.search')} value={words} />
          <Button variant="secondary">{t('ui.search_box.submit')}</Button>
        </form>
      </search>
      {listed.blocks.length === 0 ? (
        <EmptyState
          title={t(words === '' ? 'egovernment.text_blocks.none' : 'egovernment.text_blocks.not_found')}
          icon="Inbox"
        />
      ) : (
        <ul class="plain-list">
          {listed.blocks.map((block) => (
            <li key={block.id}>
              <Block {...props} block={block} />
            </li>
          ))}
        </ul>
      )}
      <Pagination t={t} {...(listed.next !== undefined && { nextHref: search({ after: listed.next }) })} />
    </>
  )
}

function Block({ t, href, block, mayEdit, serviceName, unitName }: TextBlocksProps & { block: TextBlock }) {
  const { text, language } = blockIn(block.texts, t.language)
  const at = `/desk/text-blocks/${block.id}`
  const spoken = languages.filter((one) => block.texts[one] !== undefined)
  return (
    <article aria-labelledby={`block-${block.id}`} class="text-block">
      <h2 id={`block-${block.id}`}>{block.title}</h2>
      <p>
        {spoken.map((one) => t(`egovernment.desk.language.${one}`)).join(', ')}
        {block.serviceId !== null && ` · ${serviceName(block.serviceId)}`}
        {block.unitId !== null && ` · ${unitName(block.unitId)}`}{' '}
        {block.isRetired && <Tag kind="neutral">{t('egovernment.text_blocks.retired')}</Tag>}
      </p>
      <blockquote lang={language}>
        <Lines text={text} />
      </blockquote>
      {mayEdit && (
        <div class="button-row">
          <LinkButton href={href(at)} variant="secondary">
            {t('egovernment.text_blocks.change')}
            <span class="ds-sr-only">: {block.title}</span>
          </LinkButton>
          <form method="post" action={href(`${at}/${block.isRetired ? 'return' : 'retirement'}`)}>
            <Button variant="tertiary">
              {t(block.isRetired ? 'egovernment.text_blocks.bring_back' : 'egovernment.text_blocks.retire')}
              <span class="ds-sr-only">: {block.title}</span>
            </Button>
          </form>
        </div>
      )}
    </article>
  )
}
