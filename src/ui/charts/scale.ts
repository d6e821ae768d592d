/** Where values between two numbers lie between two places. */
export type Scale = { readonly from: number; readonly to: number; readonly start: number; readonly end: number }

export function placeOf({ from, to, start, end }: Scale, value: number): number {
  return to === from ? (start + end) / 2 : start + ((value - from) * (end - start)) / (to - from)
}

/** Round numbers from below the smallest to above the largest value, about `count` of them (1, 2 or 5 times a power of ten apart). */
export function roundTicks(smallest: number, largest: number, count: number): readonly number[] {
  const size = Math.max(Math.abs(smallest), Math.abs(largest))
  // Where both are as good as the same, an axis as long as the value itself.
  const span = largest - smallest > 1e-9 * size && size > 1e-100 ? largest - smallest : size > 1e-100 ? size : 1
  const rough = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10)
  const [first, last] = [Math.floor(smallest / step), Math.ceil(largest / step)]
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

/** A value with the places that a picture needs, and no more. */
export const px = (value: number): number => Math.round(value * 10) / 10

/** How wide a text is about, in pixels; the font is not known where the picture is drawn. */
export const widthOf = (text: string, size = 13): number => text.length * size * 0.56

/** A text that fits into so many pixels, with an ellipsis where it was cut. */
export function fitText(text: string, width: number, size = 13): string {
  const most = Math.max(2, Math.floor(width / (size * 0.56)))
  return text.length <= most
    ? text
    : `${[...text]
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
