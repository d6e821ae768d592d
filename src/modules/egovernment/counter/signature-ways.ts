import type { DeskChannel } from '../cases/case.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'

/** How a person who stands at the counter or is on the phone signs what a clerk enters for her. */
export const signatureWays = ['paper_kept', 'scan', 'spoken'] as const
export type SignatureWay = (typeof signatureWays)[number]

/**
 * The ways that are open for a service; `none` where it asks for no signature. A declaration can be read out and confirmed; a signature
 * that has to be one is on paper, which nobody signs on the phone: then there is no way.
 */
export function waysToSign(
  { signature, form }: Pick<ServiceDefinition, 'signature' | 'form'>,
  channel: DeskChannel,
): readonly SignatureWay[] | 'none' {
  switch (signature) {
    case 'paper':
    case 'qualified':
      return channel === 'phone' ? [] : ['paper_kept', 'scan']
    case 'declaration':
      return waysToDeclare(channel)
    case 'none':
      return form.declaration === undefined ? 'none' : waysToDeclare(channel)
  }
}

function waysToDeclare(channel: DeskChannel): readonly SignatureWay[] {
  switch (channel) {
    case 'counter':
      return ['paper_kept', 'scan', 'spoken']
    case 'phone':
      return ['spoken']
    case 'paper':
      return ['paper_kept', 'scan']
  }
}
