import { type Example, t } from '../../gallery/example.ts'
import { ErrorSummary } from './error-summary.tsx'

export const examples: Example[] = [
  {
    name: 'two errors',
    vnode: () => (
      <ErrorSummary
        t={t}
        errors={[
          { fieldId: 'tf-postcode', text: 'Geben Sie vier Ziffern ein, zum Beispiel 6003.' },
          { fieldId: 'df-move', text: 'Den 31. November gibt es nicht.' },
        ]}
      />
    ),
  },
]
