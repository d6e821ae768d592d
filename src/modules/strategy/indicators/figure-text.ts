import { formatNumber } from '#kernel/i18n/format.ts'

/** 1234.5 → 1'234.5: at most two decimals. */
export const figureText = (value: number): string => formatNumber(Math.round(value * 100) / 100)
