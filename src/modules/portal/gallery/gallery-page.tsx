import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { components } from '#ui/gallery/gallery-page.tsx'

/** The language switch stands in the header of this very page; twice, screen readers could not tell the two apart. */
const sections = Object.entries(components).filter(([name]) => name !== 'language-switch')

export type GalleryPageProps = {
  t: Translate
  href: (path: string) => string
  authorities: readonly { value: string; label: string }[]
  chosen: string | undefined
}

/** Every component with its examples, in the colours of the authority whose portal it is shown in. */
export function GalleryPage({ t, href, authorities, chosen }: GalleryPageProps) {
  return (
    <>
      <h1>{t('portal.gallery.title')}</h1>
      <p class="lead">{t('portal.gallery.lead')}</p>
      <form action={href('/gallery')} method="get">
        <SelectField
          id="gallery-authority"
          name="authority"
          label={t('portal.gallery.authority')}
          options={authorities}
          value={chosen ?? ''}
        />
        <Button variant="secondary">{t('portal.gallery.show')}</Button>
      </form>
      <p>
        <a href={href('/gallery/fields')}>{t('portal.gallery.fields')}</a>
      </p>
      <nav aria-label={t('portal.gallery.contents')}>
        <ul>
          {sections.map(([name]) => (
            <li key={name}>
              <a href={`#component-${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      {sections.map(([name, examples]) => (
        <section key={name} aria-labelledby={`component-${name}`}>
          <h2 id={`component-${name}`}>{name}</h2>
          {examples.map((example) => (
            <div key={example.name}>
              <p class="field-hint" lang="en">
                {example.name}
              </p>
              <div lang="de">{example.vnode()}</div>
            </div>
          ))}
        </section>
      ))}
    </>
  )
}
