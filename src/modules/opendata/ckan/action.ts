import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Parameters } from './parameters.ts'

/** What an action is done with. */
export type ActionInput = {
  readonly scope: Scope
  readonly request: Request
  readonly kernel: Kernel
  readonly parameters: Parameters
}

/** One action: what `help_show` says of it, and what it gives. Throws `ActionError`. */
export type Action = {
  readonly help: string
  readonly run: (input: ActionInput) => unknown
}

export type Actions = Readonly<Record<string, Action>>
