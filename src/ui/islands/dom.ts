/** Makes an element with attributes and children; texts are set as text, never as HTML. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** A text of a `data-` attribute with its numbers filled in: `%n` and the like. */
export function fill(text: string | undefined, values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).reduce((filled, [name, value]) => filled.replace(`%${name}`, String(value)), text ?? '')
}
