import type { MadePlan, PlanOrder, PlanProgress } from '../make-plan.ts'

/** What a planning process is told. */
export type ToPlanner = { readonly kind: 'order'; readonly order: PlanOrder } | { readonly kind: 'stop' }

/** What it says. */
export type FromPlanner =
  | { readonly kind: 'progress'; readonly progress: PlanProgress }
  | { readonly kind: 'made'; readonly plan: MadePlan }
  | { readonly kind: 'fault'; readonly message: string }
