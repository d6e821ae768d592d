import { type Logger, pino } from 'pino'
import type { Settings } from './config/settings.ts'
import { inSources } from './source-places.ts'

export type Log = {
  http: Logger
  /** Something nobody expected: written in full, with the reference number the person was given. */
  fault(error: unknown, about: Readonly<Record<string, string>>): void
  info(message: string, about?: Readonly<Record<string, string | number>>): void
  warn(message: string, about?: Readonly<Record<string, string | number>>): void
  flush(): void
}

/**
 * JSON lines on standard output. Logs carry no personal data: routes by their pattern, ids, durations; never bodies, query strings,
 * addresses, names or codes. Faults carry type, own message and stack, but nothing of what PostgreSQL says about values (`detail`).
 */
export function createLog(settings: Pick<Settings, 'logLevel'>, destination?: { write(line: string): void }): Log {
  const options = {
    level: settings.logLevel,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    serializers: { err: describeError },
  }
  const logger = destination ? pino(options, destination) : pino(options)
  return {
    http: logger,
    fault: (error, about) => logger.error({ ...about, err: error }, 'fault'),
    info: (message, about = {}) => logger.info(about, message),
    warn: (message, about = {}) => logger.warn(about, message),
    flush: () => logger.flush(),
  }
}

type Described = { type: string; message: string; code?: string; stack?: string; cause?: Described }

function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  // PostgreSQL quotes values in the messages of data errors (class 22 and 23): there the code and the place are enough.
  const message = code !== undefined && /^2[23]/.test(code) ? `database error ${code}` : error.message
  const stack = error.stack && inSources(error.stack.split('\n').slice(1, 12).join('\n'))
  return {
    type: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
