/** Whether a row policy refused what a statement wanted to write (`insufficient_privilege`). */
export function isRefusedWrite(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501'
}
