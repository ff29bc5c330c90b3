// How much one caller may ask: a token bucket for each. Of this process only; behind a balancer each gateway counts for itself.

export type Rate = {
  /** Takes one; 0, or the seconds after which there will be one again. */
  take: (caller: string) => number
}

/** @param perSecond how fast a bucket fills @param burst how much it holds */
export function createRate(perSecond: number, burst: number, now: () => number): Rate {
  const buckets = new Map<string, { left: number; at: number }>()
  let many = 10_000
  const filled = (bucket: { left: number; at: number }): number =>
    Math.min(burst, bucket.left + ((now() - bucket.at) / 1_000) * perSecond)

  return {
    take(caller) {
      // A full bucket is as good as none; so the map stays as small as the number of people who are busy.
      if (buckets.size > many) {
        for (const [key, bucket] of buckets) if (filled(bucket) >= burst) buckets.delete(key)
        // Looked through again only when it has doubled: a crowd that stays costs nothing.
        many = Math.max(10_000, buckets.size * 2)
      }
      const bucket = buckets.get(caller)
      const left = bucket ? filled(bucket) : burst
      if (left < 1) return Math.ceil((1 - left) / perSecond)
      buckets.set(caller, { left: left - 1, at: now() })
      return 0
    },
  }
}
