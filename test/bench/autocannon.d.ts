declare module 'autocannon' {
  /** The part of the load generator that the measurements use. */
  type Request = {
    method?: 'GET' | 'POST'
    path?: string
    headers?: Record<string, string>
    body?: string
    setupRequest?: (request: Request) => Request
  }
  type Client = { setRequests(requests: Request[]): void }
  type Options = {
    url: string
    connections: number
    duration: number
    timeout?: number
    requests?: Request[]
    setupClient?: (client: Client) => void
  }
  type Result = {
    duration: number
    errors: number
    timeouts: number
    statusCodeStats: Record<string, { count: number }>
    latency: { p50: number; p99: number }
    throughput: { average: number }
  }

  export type { Client, Request, Result }
  export default function autocannon(options: Options): Promise<Result>
}
