import type { Assets } from '../assets.ts'
import { examples as alert } from '../components/alert/alert.examples.tsx'
import { examples as backLink } from '../components/back-link/back-link.examples.tsx'
import { examples as breadcrumbs } from '../components/breadcrumbs/breadcrumbs.examples.tsx'
import { examples as button } from '../components/button/button.examples.tsx'
import { examples as card } from '../components/card/card.examples.tsx'
import { examples as checkbox } from '../components/checkbox/checkbox.examples.tsx'
import { examples as checkboxGroup } from '../components/checkbox-group/checkbox-group.examples.tsx'
import { examples as dateField } from '../components/date-field/date-field.examples.tsx'
import { examples as details } from '../components/details/details.examples.tsx'
import { examples as doneNotice } from '../components/done-notice/done-notice.examples.tsx'
import { examples as dueDate } from '../components/due-date/due-date.examples.tsx'
import { examples as emptyState } from '../components/empty-state/empty-state.examples.tsx'
import { examples as errorSummary } from '../components/error-summary/error-summary.examples.tsx'
import { examples as fieldset } from '../components/fieldset/fieldset.examples.tsx'
import { examples as fileField } from '../components/file-field/file-field.examples.tsx'
import { examples as icon } from '../components/icon/icon.examples.tsx'
import { examples as languageSwitch } from '../components/language-switch/language-switch.examples.tsx'
import { examples as markdown } from '../components/markdown/markdown.examples.tsx'
import { examples as pagination } from '../components/pagination/pagination.examples.tsx'
import { examples as placeField } from '../components/place-field/place-field.examples.tsx'
import { examples as progressLine } from '../components/progress-line/progress-line.examples.tsx'
import { examples as radioGroup } from '../components/radio-group/radio-group.examples.tsx'
import { examples as scrollFrame } from '../components/scroll-frame/scroll-frame.examples.tsx'
import { examples as searchBox } from '../components/search-box/search-box.examples.tsx'
import { examples as selectField } from '../components/select-field/select-field.examples.tsx'
import { examples as stepProgress } from '../components/step-progress/step-progress.examples.tsx'
import { examples as summaryList } from '../components/summary-list/summary-list.examples.tsx'
import { examples as table } from '../components/table/table.examples.tsx'
import { examples as tabs } from '../components/tabs/tabs.examples.tsx'
import { examples as tag } from '../components/tag/tag.examples.tsx'
import { examples as textArea } from '../components/text-area/text-area.examples.tsx'
import { examples as textField } from '../components/text-field/text-field.examples.tsx'
import { Document } from '../layouts/document.tsx'
import type { Example } from './example.ts'

/** Every component with its examples. A test finds the one that is missing here. */
export const components: Readonly<Record<string, readonly Example[]>> = {
  alert,
  'back-link': backLink,
  breadcrumbs,
  button,
  card,
  checkbox,
  'checkbox-group': checkboxGroup,
  'date-field': dateField,
  details,
  'done-notice': doneNotice,
  'due-date': dueDate,
  'empty-state': emptyState,
  'error-summary': errorSummary,
  fieldset,
  'file-field': fileField,
  icon,
  'language-switch': languageSwitch,
  markdown,
  pagination,
  'place-field': placeField,
  'progress-line': progressLine,
  'radio-group': radioGroup,
  'scroll-frame': scrollFrame,
  'search-box': searchBox,
  'select-field': selectField,
  'step-progress': stepProgress,
  'summary-list': summaryList,
  table,
  tabs,
  tag,
  'text-area': textArea,
  'text-field': textField,
}

/** All components on one page, in the colours of one theme. */
export function GalleryPage({ assets, theme }: { assets: Assets; theme?: string }) {
  return (
    <Document language="de" title="Galerie – Wegweiser" assets={assets} theme={theme} noIndex>
      <main id="main" class="main page-width">
        <h1>Galerie</h1>
        {Object.entries(components).map(([name, examples]) => (
          <section key={name}>
            <h2 id={`component-${name}`}>{name}</h2>
            {examples.map((example) => (
              <div key={example.name}>
                <p class="field-hint">{example.name}</p>
                {example.vnode()}
              </div>
            ))}
          </section>
        ))}
      </main>
    </Document>
  )
}
