// What a clock on the wall of some place shows, and the moments at which it shows that. Hides offsets and daylight saving.

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** What the clocks of a zone show at a moment, as ms since 1970 of a clock that shows the same in UTC. */
function shownAt(moment: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** The moments at which clocks there show `wall` (of the same form), in order: one; none or two when clocks are changed. */
export function momentsOf(wall: number, zone: string): number[] {
  // No clock is changed twice in two days, so that one of these offsets is the one that holds.
  const offsets = [wall - 86_400_000, wall + 86_400_000].map((near) => shownAt(near, zone) - near)
  const moments = [...new Set(offsets)].map((offset) => wall - offset)
  return moments.filter((moment) => shownAt(moment, zone) === wall).toSorted((a, b) => a - b)
}

/** The first moment after a jump of the clocks over `wall`, and what they show then. */
export function afterGap(wall: number, zone: string): { shown: number } {
  const offset = shownAt(wall - 86_400_000, zone) - (wall - 86_400_000)
  // With the offset of the day before, the clock has jumped already: what it shows is as far past the gap as `wall` is in it.
  let [low, high] = [wall - offset - 86_400_000, wall - offset]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (shownAt(middle, zone) - middle === offset) low = middle
    else high = middle
  }
  return { shown: shownAt(high, zone) }
}

/** The zone of this device, by its name. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

/** Every zone that this browser knows. */
export function zones(): string[] {
  return [...new Set(['UTC', ownZone(), ...Intl.supportedValuesOf('timeZone')])].toSorted()
}

/** "Tue, 14 Oct 2026, 00:00 Europe/Zurich". */
export function momentIn(moment: number, zone: string): string {
  const words = new Intl.DateTimeFormat(undefined, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return `${words.format(moment)} ${zone}`
}
