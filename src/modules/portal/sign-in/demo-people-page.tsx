import type { IdentityLevel } from '#kernel/db/actor.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Card, CardGrid } from '#ui/components/card/card.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'

type DemoPerson = { id: string; name: string; about: string }
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
        {groups.map((group) => (
          <section key={group.title}>
            <h2>{group.title}</h2>
            <CardGrid>
              {group.people.map((person) => (
                <Card key={person.id} title={person.name}>
                  <p>{person.about}</p>
                  <Button name="person" value={person.id} variant="secondary">
                    {t('portal.sign_in.demo.go', { name: person.name })}
                  </Button>
                </Card>
              ))}
            </CardGrid>
          </section>
        ))}
        <p>
          <Button name="cancel" value="yes" variant="tertiary">
            {t('portal.sign_in.demo.cancel')}
          </Button>
        </p>
      </form>
    </>
  )
}
