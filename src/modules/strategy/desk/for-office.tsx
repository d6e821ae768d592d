import { type ComponentChildren, createContext } from 'preact'

const Reads = createContext(false)

/** Around a page that somebody only reads: whoever leads projects and does not steer there. */
export const ReadBy = Reads.Provider

/** What is shown to the office that steers alone: forms in which it writes. */
export function ForOffice({ children }: { readonly children: ComponentChildren }) {
  return <Reads.Consumer>{(reads) => (reads ? null : children)}</Reads.Consumer>
}

/** One for the office that steers, the other for whoever only reads. */
export function ByReader({
  office,
  reader,
}: {
  readonly office: ComponentChildren
  readonly reader: ComponentChildren
}) {
  return <Reads.Consumer>{(reads) => (reads ? reader : office)}</Reads.Consumer>
}
