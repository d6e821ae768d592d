import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  observeRequest(method: string, route: string, status: number, milliseconds: number): void
  countJob(name: string, outcome: 'done' | 'failed' | 'repeated'): void
  countScan(outcome: 'clean' | 'infected' | 'failed'): void
  /** A figure read when asked for, such as the length of a queue. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  text(): Promise<string>
  contentType: string
}

/** Prometheus metrics; labels are route patterns and names of ours, never values of people. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'wegweiser_request_seconds',
    help: 'Time to answer, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  })
  const jobs = new Counter({
    name: 'wegweiser_jobs_total',
    help: 'Jobs by outcome.',
    labelNames: ['name', 'outcome'],
    registers: [registry],
  })
  const scans = new Counter({
    name: 'wegweiser_file_scans_total',
    help: 'Files that the virus scanner looked at, by outcome; failed ones stay closed and are tried again.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return {
    observeRequest: (method, route, status, milliseconds) =>
      requests.observe({ method, route, status: String(status) }, milliseconds / 1000),
    countJob: (name, outcome) => jobs.inc({ name, outcome }),
    countScan: (outcome) => scans.inc({ outcome }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read())
        },
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
