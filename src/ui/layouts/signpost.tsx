/** The project's own mark: a signpost with two arms. Decoration beside the name, so assistive technology skips it. */
export function Signpost() {
  return (
    <svg class="signpost" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <path class="signpost-pole" d="M14.5 3.5a1.5 1.5 0 0 1 3 0V30h-3z" />
      <path class="signpost-arm" d="M6 5.5h17.2L28 9.75 23.2 14H6a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1z" />
      <path class="signpost-arm" d="M26 16H12.8L8 20.25l4.8 4.25H26a1 1 0 0 0 1-1V17a1 1 0 0 0-1-1z" />
    </svg>
  )
}
