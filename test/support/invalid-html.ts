import { HtmlValidate, type ResolvedConfig, StaticConfigLoader } from 'html-validate'

const islands = ['place-map', 'suggest-box', 'form-keeper', 'keyboard-help', 'session-warning']

/** Rules and elements are put together once; html-validate would do it for each page, which takes as long as looking at it. */
class KeptConfig extends StaticConfigLoader {
  #kept: ResolvedConfig | Promise<ResolvedConfig> | undefined
  override getConfigFor(handle: string): ResolvedConfig | Promise<ResolvedConfig> {
    this.#kept ??= super.getConfigFor(handle)
    return this.#kept
  }
}

const rules = new KeptConfig({
  extends: ['html-validate:recommended'],
  elements: ['html5', Object.fromEntries(islands.map((tag) => [tag, { flow: true, phrasing: false }]))],
  rules: {
    // The renderer writes <br/>, which HTML allows.
    'void-style': 'off',
    // A dot in an id and a title of any length are allowed too.
    'valid-id': ['error', { relaxed: true }],
    'long-title': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
  },
})
const validator = new HtmlValidate(rules)

/** What is wrong with the HTML as it was sent. */
export async function findInvalidHtml(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  // A file may be chosen or taken with the camera: two inputs of one name, which HTML allows.
  const isCamera = ({ ruleId, selector }: { ruleId: string; selector?: string | null }) =>
    ruleId === 'form-dup-name' && selector?.endsWith('-camera') === true
  return results.flatMap(({ messages }) =>
    messages
      .filter((one) => !isCamera(one))
      .map(({ ruleId, message, selector }) => `${ruleId}: ${message} at ${selector}`),
  )
}
