import { countCharacters } from './character-count.ts'
import { copyText } from './copy-text.ts'
import { focusErrorSummary } from './error-summary.ts'
import { insertText } from './insert-text.ts'
import { keepForm } from './keep-form.ts'
import { helpWithKeyboard } from './keyboard-help.ts'
import { followProgress } from './live-progress.ts'
import { markAll } from './mark-all.ts'
import { usePasskey } from './passkey.ts'
import { resumeUploads } from './resume-upload.ts'
import { walkRows } from './row-keys.ts'
import { warnOfSessionEnd } from './session-warning.ts'
import { suggest } from './suggest-box.ts'
import { showUpload } from './upload-progress.ts'

/** Comfort on pages that work without it. Each upgrade gets the elements it is for; heavy ones are fetched when needed. */
enhance('[data-enhance~="error-summary"]', focusErrorSummary)
enhance('textarea[data-enhance~="character-count"]', countCharacters)
enhance('suggest-box[data-suggest-url]', suggest)
enhance('input[data-enhance~="upload-progress"]', showUpload)
// Before the form keeper: a form is kept and sent once its passkey is there.
enhance('form[data-enhance~="passkey"]', usePasskey)
enhance('input[data-enhance~="resume-upload"]', resumeUploads)
enhance('[data-enhance~="insert-text"]', insertText)
enhance('form[method="post"]', keepForm)
enhance('session-warning', warnOfSessionEnd)
enhance('keyboard-help', helpWithKeyboard)
enhance('mark-all', markAll)
enhance('copy-text', copyText)
enhance('[data-enhance~="row-keys"]', walkRows)
enhance('[data-enhance~="live-progress"]', followProgress)
enhance('place-map', async (element) => (await import('./place-map.ts')).showPlaceMap(element))

function enhance(selector: string, upgrade: (element: HTMLElement) => void): void {
  for (const element of document.querySelectorAll<HTMLElement>(selector)) upgrade(element)
}
