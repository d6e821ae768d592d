import { type Answer, page } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { formatInstant } from '#kernel/i18n/format.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { checkReceipt, receiptActor } from './check-receipt.ts'

type Checked = Awaited<ReturnType<typeof checkReceipt>>

/** The public page that tells a true receipt from a false one, and nothing else. */
export const receiptRoutes: readonly Route[] = [
  get('/receipts', { permission: 'egovernment.receipt.check', isPublic: true }, (_scope, request) =>
    checkPage(request),
  ),
  post('/receipts', { permission: 'egovernment.receipt.check', rateLimit: 30 }, async (_scope, request) => {
    const asked = { number: request.form.get('number') ?? '', hash: request.form.get('hash') ?? '' }
    return checkPage(request, {
      asked,
      found: await request.readAs(receiptActor, (scope) => checkReceipt(scope, asked)),
    })
  }),
]

function checkPage(request: Request, result?: { asked: { number: string; hash: string }; found: Checked }): Answer {
  const { t, href } = request
  const title = t('egovernment.receipts.title')
  return page({
    title,
    shell: 'public',
    breadcrumbs: [{ text: t('egovernment.finder.home'), href: href('/') }, { text: title }],
    body: (
      <>
        <h1>{title}</h1>
        <p>{t('egovernment.receipts.text')}</p>
        {result && <Verdict found={result.found} t={t} />}
        <form method="post" noValidate class="form-page">
          <TextField
            id="number"
            name="number"
            label={t('egovernment.cases.access.number')}
            value={result?.asked.number.slice(0, 60) ?? ''}
            autocomplete="off"
            width="m"
            required
          />
          <TextField
            id="hash"
            name="hash"
            label={t('egovernment.receipts.hash')}
            hint={t('egovernment.receipts.hash_hint')}
            value={result?.asked.hash.slice(0, 200) ?? ''}
            autocomplete="off"
            spellcheck={false}
            width="full"
            required
          />
          <Button>{t('egovernment.receipts.submit')}</Button>
        </form>
      </>
    ),
  })
}

function Verdict({ found, t }: { found: Checked; t: Request['t'] }) {
  if (!found) {
    return (
      <Alert kind="warning" isLive title={t('egovernment.receipts.not_ours_title')}>
        <p>{t('egovernment.receipts.not_ours')}</p>
      </Alert>
    )
  }
  return (
    <Alert kind="success" isLive title={t('egovernment.receipts.ours_title')}>
      <p>{t('egovernment.receipts.ours', { number: found.number, at: formatInstant(found.receivedAt, t.language) })}</p>
    </Alert>
  )
}
