// Numbers of things as people read them.

const format = new Intl.NumberFormat()

/** "100,000": the number in the way of the reader's language. */
export function amount(n: number): string {
  return format.format(n)
}

/** "1 role", "2,000 roles". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${amount(n)} ${n === 1 ? one : many}`
}
