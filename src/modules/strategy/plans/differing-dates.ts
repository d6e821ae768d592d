import type { PlanResult, StoredProposal } from './plan-settings.ts'
import { kindOf, monthSpan, nodeName, type PlanNames } from './plan-words.ts'

/** A project for which variants propose something else, and what each of them does. */
export type DifferingDates = { readonly nodeId: string; readonly dates: readonly string[] }

/** The projects whose dates are not the same in all variants, by name, and how many are. */
export function differingDates(
  names: PlanNames,
  results: readonly Pick<PlanResult, 'proposals'>[],
): { readonly rows: readonly DifferingDates[]; readonly alike: number } {
  const byResult = results.map(({ proposals }) => new Map(proposals.map((one) => [one.nodeId, one])))
  const all = [...new Set(byResult.flatMap((proposals) => [...proposals.keys()]))].map((nodeId) => ({
    nodeId,
    dates: byResult.map((proposals) => datesText(names, proposals.get(nodeId))),
  }))
  const rows = all.filter(({ dates }) => new Set(dates).size > 1)
  const byName = rows.toSorted((one, other) => nodeName(names, one.nodeId).localeCompare(nodeName(names, other.nodeId)))
  return { rows: byName, alike: all.length - rows.length }
}

function datesText({ t, language }: PlanNames, proposal: StoredProposal | undefined): string {
  if (!proposal) return '–'
  const kind = kindOf(proposal)
  if (kind === 'out' || kind === 'part') return t(`strategy.planning.kind.${kind}`)
  return monthSpan(proposal.start, proposal.end, language)
}
