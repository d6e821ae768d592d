import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { type Skill, skillLevels } from '../people/person.ts'
import { extraPlaces } from './settings-form.ts'

type ExtraPeopleProps = {
  readonly t: Translate
  readonly language: Language
  readonly form: FormReading
  readonly skills: readonly Skill[]
}

/** «What if there were one analyst more?»: people who are not there, by skill and months, that a variant counts on. */
export function ExtraPeopleFields({ t, language, form, skills }: ExtraPeopleProps) {
  if (skills.length === 0) return null
  const isUsed = extraPlaces.some((place) => form.value(`extra_skill_${place}`) !== '')
  return (
    <Details summary={t('strategy.planning.extra.title')} isOpen={isUsed}>
      <p>{t('strategy.planning.extra.lead')}</p>
      {extraPlaces.map((place) => {
        const field = (name: string) => ({
          id: `extra_${name}_${place}`,
          name: `extra_${name}_${place}`,
          value: form.value(`extra_${name}_${place}`),
          ...errorOf(form, `extra_${name}_${place}`),
        })
        const month = (name: 'from' | 'until') => (
          <TextField
            {...field(name)}
            label={t(`strategy.planning.extra.${name}`)}
            hint={t('strategy.planning.extra.month_hint')}
            optionalText={t('strategy.goals.optional')}
            width="s"
          />
        )
        return (
          <fieldset key={place} class="ds-fieldset">
            <legend>{t('strategy.planning.extra.kind', { number: place + 1 })}</legend>
            <SelectField
              {...field('skill')}
              label={t('strategy.people.field.skill')}
              emptyLabel={t('strategy.planning.assumed.none')}
              options={skills.map(({ id, name }) => ({ value: id, label: textIn(name, language) }))}
            />
            <SelectField
              {...field('level')}
              label={t('strategy.planning.extra.level')}
              options={skillLevels.map((level) => ({
                value: String(level),
                label: t(`strategy.people.level.${level}`),
              }))}
            />
            <TextField {...field('count')} label={t('strategy.planning.extra.count')} type="number" width="xs" />
            <TextField {...field('days')} label={t('strategy.people.field.days')} width="xs" />
            {month('from')}
            {month('until')}
          </fieldset>
        )
      })}
    </Details>
  )
}
