// How the owners of many tokens stand, for showing them. Reading that costs the vendor's calls, which are few: hides how many owners are
// asked about, and that a failure leaves the rest unread in place of failing the list.
import type { Rights, Standing } from './rights.ts'
import type { TokenRow } from './token-store.ts'
import { apisOf, ownerOf } from './tokens.ts'

/** Owners that one list asks about, and how many of them at a time. */
const most = 12
const lanes = 3

export type Standings = {
  /** Of the token's owner; undefined where it was not read. */
  of: (row: TokenRow) => Standing | undefined
  /** Whether everything that matters was read: the owners of all tokens that have not ended. */
  complete: boolean
}

const keyOf = (row: TokenRow): string => `${row.owner_kind} ${row.owner_id}`

export async function standings(
  rows: readonly TokenRow[],
  rights: Rights,
  requestId: string,
  now: number,
): Promise<Standings> {
  const owners = new Map<string, TokenRow[]>()
  for (const row of rows.filter((one) => one.expires_at.getTime() > now))
    owners.set(keyOf(row), [...(owners.get(keyOf(row)) ?? []), row])
  const found = new Map<string, Standing>()
  const waiting = [...owners].slice(0, most)

  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [key, [first, ...others]] = next
      if (!first) continue
      const apis = apisOf([first, ...others].flatMap((row) => row.permissions))
      try {
        found.set(key, await rights.of(ownerOf(first), apis, requestId))
      } catch {
        // The vendor is away or has had enough: the others would fare no better.
        waiting.length = 0
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { of: (row) => found.get(keyOf(row)), complete: found.size === owners.size }
}
