import { formatDate, formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { usualKeyDays } from '#kernel/identity/api-keys.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { DoneNotice, toDone } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

type Option = { value: string; label: string }

export type AccessView = {
  t: Translate
  href: (path: string) => string
  authority: string
  /** A link or key that was just made: shown this once. */
  secret: { title: string; value: string } | undefined
  /** What was just done: the end of a message key below `portal.access.act`. */
  done: string | undefined
  problem: string | undefined
  /** Which form the problem is in; what was typed there stands in it again. */
  wrong: 'staff' | 'key' | undefined
  typed: Readonly<Record<string, string>>
  chosen: readonly string[]
  today: string
  roles: readonly {
    id: string
    staffId: string
    name: string
    email: string
    role: string
    unit: string
    isDisabled: boolean
    isSelf: boolean
  }[]
  nextHref: string | undefined
  keys: readonly { id: string; name: string; scopes: readonly string[]; endsOn: string; usedOn: string | null }[]
  acts: readonly { id: number; at: Date; what: string; whom: string }[]
  roleOptions: readonly Option[]
  unitOptions: readonly Option[]
  scopeOptions: readonly Option[]
  dayOptions: readonly Option[]
}

/** Who works for an authority with which role, its programs' keys, and what was done to either. */
export function AccessPage(view: AccessView) {
  const { t, secret, problem } = view
  return (
    <>
      <h1>{t('portal.access.title', { authority: view.authority })}</h1>
      <ErrorSummary
        t={t}
        errors={problem === undefined ? [] : [{ fieldId: view.wrong === 'key' ? 'key-name' : 'name', text: problem }]}
      />
      {secret && (
        <DoneNotice title={secret.title}>
          <p>{t('portal.access.once')}</p>
          <p>
            <code class="secret">{secret.value}</code>
          </p>
        </DoneNotice>
      )}
      {!secret && view.done && <DoneNotice title={t(`portal.access.act.${view.done}`)} />}
      <Staff {...view} />
      <Keys {...view} />
      <h2>{t('portal.access.acts')}</h2>
      <Table
        caption={t('portal.access.acts')}
        hideCaption
        head={[t('portal.access.when'), t('portal.access.what'), t('portal.access.whom')]}
        rows={view.acts.map((act) => [formatInstant(act.at, t.language), act.what, act.whom])}
      />
    </>
  )
}

function Staff(view: AccessView) {
  const { t, href, roles, nextHref, roleOptions, unitOptions, problem } = view
  const typed = view.wrong === 'staff' ? view.typed : {}
  const error = view.wrong === 'staff' ? problem : undefined
  return (
    <section>
      <h2>{t('portal.access.staff')}</h2>
      <Table
        caption={t('portal.access.staff')}
        hideCaption
        head={[t('portal.access.name'), t('portal.access.role'), t('portal.access.unit'), t('portal.access.do')]}
        rows={roles.map((held) => [
          <>
            {held.name} {held.isDisabled && t('portal.access.disabled')}
            <br />
            <small>{held.email}</small>
          </>,
          held.role,
          held.unit,
          <StaffActs key={held.id} t={t} href={href} held={held} />,
        ])}
      />
      {nextHref && (
        <p>
          <a class="ds-link" href={nextHref}>
            {t('portal.access.next')}
          </a>
        </p>
      )}
      <h3>{t('portal.access.invite')}</h3>
      <form method="post" action={toDone(href('/desk/access/staff'))}>
        <TextField
          id="name"
          name="name"
          label={t('portal.access.name')}
          maxLength={200}
          required
          value={typed.name ?? ''}
          {...(error === undefined ? {} : { error })}
        />
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('portal.access.email')}
          maxLength={200}
          required
          value={typed.email ?? ''}
        />
        <SelectField
          id="role"
          name="role"
          label={t('portal.access.role')}
          options={roleOptions}
          value={typed.role ?? ''}
        />
        <SelectField
          id="unit"
          name="unit"
          label={t('portal.access.unit')}
          options={unitOptions}
          value={typed.unit ?? ''}
        />
        <ButtonRow>
          <Button>{t('portal.access.invite')}</Button>
        </ButtonRow>
      </form>
      <h3>{t('portal.access.grant')}</h3>
      <form method="post" action={href('/desk/access/roles')}>
        <SelectField id="whom" name="staff" label={t('portal.access.whom')} options={people(roles)} />
        <SelectField id="more-role" name="role" label={t('portal.access.role')} options={roleOptions} />
        <SelectField id="more-unit" name="unit" label={t('portal.access.unit')} options={unitOptions} />
        <ButtonRow>
          <Button variant="secondary">{t('portal.access.grant')}</Button>
        </ButtonRow>
      </form>
    </section>
  )
}

function people(roles: AccessView['roles']): Option[] {
  return [...new Map(roles.map(({ staffId, name, email }) => [staffId, `${name}, ${email}`]))].map(
    ([value, label]) => ({
      value,
      label,
    }),
  )
}

type StaffActsProps = Pick<AccessView, 't' | 'href'> & { held: AccessView['roles'][number] }

function StaffActs({ t, href, held: { id, staffId, name, role, isSelf } }: StaffActsProps) {
  const about = <span class="ds-sr-only"> {`${name}, ${role}`}</span>
  return (
    <div class="row-acts">
      <form method="post" action={href(`/desk/access/roles/${id}/end`)}>
        <Button variant="tertiary">
          {t('portal.access.end_role')}
          {about}
        </Button>
      </form>
      {!isSelf && (
        <>
          <form method="post" action={href(`/desk/access/staff/${staffId}/sign-out`)}>
            <Button variant="tertiary">
              {t('portal.access.sign_out')}
              {about}
            </Button>
          </form>
          <form method="post" action={href(`/desk/access/staff/${staffId}/disabling`)}>
            <Button variant="tertiary" color="danger">
              {t('portal.access.disable')}
              {about}
            </Button>
          </form>
        </>
      )}
    </div>
  )
}

function Keys({ t, href, keys, scopeOptions, dayOptions, today, wrong, problem, typed, chosen }: AccessView) {
  const isWrong = wrong === 'key' && problem !== undefined
  return (
    <section>
      <h2>{t('portal.access.keys')}</h2>
      {keys.length > 0 && (
        <Table
          caption={t('portal.access.keys')}
          hideCaption
          head={[
            t('portal.access.key_name'),
            t('portal.access.scopes'),
            t('portal.access.ends'),
            t('portal.access.used'),
            t('portal.access.do'),
          ]}
          rows={keys.map((key) => [
            key.name,
            key.scopes.join(', '),
            key.endsOn < today ? t('portal.access.ended', { day: formatDate(key.endsOn) }) : formatDate(key.endsOn),
            key.usedOn === null ? t('portal.access.never') : formatDate(key.usedOn),
            <form key={key.id} class="row-acts" method="post" action={href(`/desk/access/keys/${key.id}/revocation`)}>
              <Button variant="tertiary" color="danger">
                {t('portal.access.revoke')}
                <span class="ds-sr-only"> {key.name}</span>
              </Button>
            </form>,
          ])}
        />
      )}
      <h3>{t('portal.access.new_key')}</h3>
      <form method="post" action={toDone(href('/desk/access/keys'))}>
        <TextField
          id="key-name"
          name="name"
          label={t('portal.access.key_name')}
          maxLength={100}
          required
          value={isWrong ? (typed.key_name ?? '') : ''}
          {...(isWrong ? { error: problem } : {})}
        />
        <fieldset class="ds-fieldset">
          <legend>{t('portal.access.scopes')}</legend>
          <div class="choices">
            {scopeOptions.map(({ value, label }) => (
              <Checkbox
                key={value}
                id={value}
                name="scope"
                value={value}
                label={label}
                checked={isWrong && chosen.includes(value)}
              />
            ))}
          </div>
        </fieldset>
        <SelectField
          id="days"
          name="days"
          label={t('portal.access.valid')}
          hint={t('portal.access.valid_hint')}
          options={dayOptions}
          value={(isWrong && typed.days) || String(usualKeyDays)}
        />
        <ButtonRow>
          <Button variant="secondary">{t('portal.access.new_key')}</Button>
        </ButtonRow>
      </form>
    </section>
  )
}
