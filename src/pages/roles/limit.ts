// What there is to say about the most roles that a directory takes, before somebody meets it. Pure.

/** `near` warns; `full` is why no role can be created. */
export function limitOf(
  limit: number | undefined,
  total: number | null,
): { near?: string; full?: string; left: number } {
  if (limit === undefined || total === null) return { left: Number.POSITIVE_INFINITY }
  const most = limit.toLocaleString('en')
  if (total >= limit)
    return {
      left: 0,
      full: `There are ${total.toLocaleString('en')} roles, and ${most} is the most that there can be. Delete some first.`,
    }
  const left = limit - total
  if (total < limit * 0.9) return { left }
  return {
    left,
    near: `${total.toLocaleString('en')} of at most ${most} roles exist: ${left === 1 ? 'one more fits' : `${left} more fit`}.`,
  }
}
