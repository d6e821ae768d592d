import { Fragment } from 'preact'

/** Text as it was typed: its line breaks, and nothing else of it, become HTML. */
export function Lines({ text }: { text: string }) {
  return (
    <p>
      {text.split('\n').map((line, index) => (
        <Fragment key={index}>
          {index > 0 && <br />}
          {line}
        </Fragment>
      ))}
    </p>
  )
}
