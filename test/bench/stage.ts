import { join } from 'node:path'
import { Client } from 'pg'
import { type EmbeddedServer, freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import type { DemoCredentials } from '#kernel/identity/demo/credentials.ts'
import { readCredentials } from '#test/support/credentials.ts'
import {
  makeDataFolder,
  type Program,
  removeDataFolder,
  startProgram,
  withoutRateLimits,
} from '#test/support/process.ts'

/** A fresh database of its own with fsync on, and the program beside it. */
export type Stage = {
  readonly dataFolder: string
  readonly server: EmbeddedServer
  start(): Promise<Program>
  credentials(): DemoCredentials
  /** A copy of the database as it is now; the program must not run. */
  copyDatabase(name: string): Promise<{ ownerUrl: string; appUrl: string }>
  close(): Promise<void>
}

/** `more`: settings of the program beside the usual ones. */
export async function openStage(more: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const dataFolder = makeDataFolder()
  const port = await freePort()
  const server = await startEmbeddedServer({ folder: join(dataFolder, 'database') })
  const env = {
    DATABASE_URL: server.appUrl,
    WEGWEISER_OWNER_DATABASE_URL: server.ownerUrl,
    ...withoutRateLimits,
    ...more,
  }
  const started: Program[] = []
  return {
    dataFolder,
    server,
    start: async () => {
      const program = await startProgram({ dataFolder, port, env, by: 'bin/start' })
      started.push(program)
      return program
    },
    credentials: () => readCredentials(dataFolder),
    copyDatabase: async (name) => {
      const client = new Client({ connectionString: server.adminUrl })
      await client.connect()
      await client.query(`create database ${name} template wegweiser owner wegweiser_owner`)
      await client.end()
      const at = (url: string) => url.replace('/wegweiser?', `/${name}?`)
      return { ownerUrl: at(server.ownerUrl), appUrl: at(server.appUrl) }
    },
    close: async () => {
      for (const program of started) await program.kill()
      await server.stop('immediate')
      removeDataFolder(dataFolder)
    },
  }
}
