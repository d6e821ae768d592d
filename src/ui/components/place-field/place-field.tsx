/**
 * A place: in words, as Swiss coordinates (LV95, metres), or by a touch on the map. The map comes with script only and
 * is a second way, never the only one: the keyboard moves its pin with the arrow keys, and the words and coordinates
 * stand in plain inputs that screen readers read.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '../details/details.tsx'
import type { FieldProps } from '../field/field.tsx'
import { shownValue } from '../field/shown-value.ts'
import { Fieldset } from '../fieldset/fieldset.tsx'

export type PlaceFieldProps = FieldProps & { value?: { east: string; north: string; text: string }; t: Translate }

export function PlaceField(props: PlaceFieldProps) {
  const { t, id, name, value, error } = props
  const hasCoordinates = Boolean(value?.east || value?.north)
  return (
    <Fieldset
      id={id}
      legend={props.label}
      legendIsHeading={props.labelIsHeading ?? false}
      hint={props.hint}
      error={error}
      optionalText={props.optionalText}
    >
      <div class="ds-field">
        <label class="ds-label" for={id}>
          {t('ui.place_field.text')}
        </label>
        <p class="field-hint" data-field="description" id={`${id}-text-hint`}>
          {t('ui.place_field.text_hint')}
        </p>
        <input
          class="ds-input"
          type="text"
          id={id}
          name={`${name}.text`}
          value={shownValue(value?.text)}
          aria-describedby={`${id}-text-hint`}
          aria-invalid={error ? 'true' : undefined}
          aria-required={props.required ? 'true' : undefined}
        />
      </div>
      <place-map
        class="place-map"
        data-east={`${id}-east`}
        data-north={`${id}-north`}
        data-label={`${props.label} ${t('ui.place_field.map')}`}
        data-locate={t('ui.place_field.locate')}
        data-located={t('ui.place_field.located')}
        data-denied={t('ui.place_field.denied')}
        data-outside={t('ui.place_field.outside')}
        data-help={t('ui.place_field.help')}
      />
      <Details summary={t('ui.place_field.coordinates')} isOpen={hasCoordinates}>
        <p class="field-hint">{t('ui.place_field.coordinates_hint')}</p>
        <div class="place-coordinates">
          <CoordinateInput
            id={`${id}-east`}
            name={`${name}.east`}
            label={t('ui.place_field.east')}
            value={value?.east}
          />
          <CoordinateInput
            id={`${id}-north`}
            name={`${name}.north`}
            label={t('ui.place_field.north')}
            value={value?.north}
          />
        </div>
      </Details>
    </Fieldset>
  )
}

type CoordinateInputProps = { id: string; name: string; label: string; value: string | undefined }

function CoordinateInput({ id, name, label, value }: CoordinateInputProps) {
  return (
    <div class="ds-field">
      <label class="ds-label" for={id}>
        {label}
      </label>
      <input class="ds-input field-s" type="text" inputMode="numeric" id={id} name={name} value={shownValue(value)} />
    </div>
  )
}
