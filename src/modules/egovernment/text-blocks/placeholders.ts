/** What a case fills in where a text block names it in braces. */
export const placeholders = [
  'name',
  'case number',
  'service',
  'due date',
  'expected date',
  'today',
  'clerk',
  'unit',
  'authority',
] as const
export type Placeholder = (typeof placeholders)[number]

/** The end of the message key that says what each means. */
export const placeholderKeys: Readonly<Record<Placeholder, string>> = {
  name: 'name',
  'case number': 'case_number',
  service: 'service',
  'due date': 'due_date',
  'expected date': 'expected_date',
  today: 'today',
  clerk: 'clerk',
  unit: 'unit',
  authority: 'authority',
}

const braces = /\{([^{}]*)\}/g

/** What stands in braces and is none of ours, each once; a brace that is left alone counts too. */
export function unknownPlaceholders(text: string): readonly string[] {
  const named = [...text.matchAll(braces)].map(([whole, name]) => ({ whole, isKnown: isPlaceholder(name ?? '') }))
  const alone = /[{}]/.exec(text.replace(braces, ''))
  const unknown = named.filter(({ isKnown }) => !isKnown).map(({ whole }) => whole)
  return [...new Set([...unknown, ...(alone ? [alone[0]] : [])])]
}

/** The text with the case's facts. Where there is no fact, such as for a case without a name, the space before it goes too. */
export function fillPlaceholders(text: string, facts: Readonly<Record<Placeholder, string>>): string {
  return text.replace(/( ?)\{([^{}]*)\}/g, (whole, space: string, name: string) => {
    if (!isPlaceholder(name)) return whole
    return facts[name] === '' ? '' : `${space}${facts[name]}`
  })
}

function isPlaceholder(name: string): name is Placeholder {
  return placeholders.some((one) => one === name)
}
