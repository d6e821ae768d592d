import { expect, onTestFinished } from 'vitest'
import { freePort } from '#kernel/db/embedded-server.ts'
import { makeDataFolder, type Program, removeDataFolder, type StartOptions, startProgram } from './process.ts'

/** The program, on a folder and a port of its own where nothing else is said; gone when the running test ends. */
export async function start(options: Partial<StartOptions> = {}): Promise<Program> {
  const program = await startProgram({ dataFolder: openFolder(), port: await freePort(), ...options })
  onTestFinished(() => program.kill())
  return program
}

/** A folder for data, removed when the running test ends. */
export function openFolder(mode?: number): string {
  const folder = makeDataFolder(mode)
  onTestFinished(() => removeDataFolder(folder))
  return folder
}

export async function expectPortal({ origin }: Program): Promise<void> {
  const answer = await fetch(origin, { headers: { 'accept-language': 'de' } })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toMatch(/<html lang="de"/)
}
