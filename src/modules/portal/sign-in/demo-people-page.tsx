import type { IdentityLevel } from '#kernel/db/actor.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'

export type DemoPerson = { id: string; name: string; about: string }
export type DemoPeopleGroup = { title: string; people: readonly DemoPerson[] }

export type DemoPeopleView = {
  t: Translate
  /** Takes the POST. */
  action: string
  groups: readonly DemoPeopleGroup[]
  /** The levels one can sign in with; empty for staff. */
  levels: readonly IdentityLevel[]
}

/** The demo's sign-in: whom do you want to be? */
export function DemoPeoplePage({ t, action, groups, levels }: DemoPeopleView) {
  return (
    <>
      <h1>{t('portal.sign_in.demo.title')}</h1>
      <p>{t('portal.sign_in.demo.more')}</p>
      <form method="post" action={action}>
        {groups.map((group, index) => (
          <RadioGroup
            key={group.title}
            id={`person-${index + 1}`}
            name="person"
            label={group.title}
            value={index === 0 ? (group.people[0]?.id ?? '') : ''}
            options={group.people.map(({ id, name, about }) => ({ value: id, label: name, hint: about }))}
          />
        ))}
        {levels.length > 0 && (
          <SelectField
            id="level"
            name="level"
            label={t('portal.sign_in.demo.level')}
            hint={t('portal.sign_in.demo.level_hint')}
            emptyLabel={t('portal.sign_in.demo.level_own')}
            options={levels.map((level) => ({ value: level, label: t(`kernel.identity.level.${level}`) }))}
          />
        )}
        <ButtonRow>
          <Button>{t('portal.sign_in.demo.go')}</Button>
        </ButtonRow>
      </form>
      <form method="post" action={action}>
        <Button variant="tertiary">{t('portal.sign_in.demo.cancel')}</Button>
      </form>
    </>
  )
}
