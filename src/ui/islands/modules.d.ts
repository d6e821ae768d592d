/** Address of the boundaries' GeoJSON, written by the build. */
declare module 'virtual:boundaries' {
  const url: string
  export default url
}

declare module '*?worker&url' {
  const url: string
  export default url
}

declare module '*.css'

/** Trusted Types as far as the map needs them; not yet in TypeScript's own DOM types. */
interface Window {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string | undefined }): unknown
  }
}
