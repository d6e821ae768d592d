/** One-word names that FEEL itself uses, and so are no names for fields. */
export const builtinNames: readonly string[] =
  'abs after all and any append before between ceiling coincides concatenate contains context count date decimal duration during else even every exp external false finishes flatten floor for function if in includes instance is list log matches max mean median meets min mode modulo not now null number odd of or overlaps product range remove replace return reverse satisfies some sort split sqrt starts stddev string sublist substring sum then time today true union'.split(
    ' ',
  )
