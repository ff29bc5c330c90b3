// Joins class names and drops the absent ones.

/** `classes('a', on && 'b')` is `'a b'` or `'a'`; never has holes or double blanks. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
