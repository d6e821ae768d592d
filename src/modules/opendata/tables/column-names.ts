/** The number of a row within its version, 1 to n without gaps; every stored table has it in front. */
export const rowNumber = '_id'
