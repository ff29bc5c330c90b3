// Whether anybody can still manage access at a scope once a role is taken from somebody there. Pure.
import type { Assignment, Granted, Source } from '../../directory/model.ts'
import type { Line } from './lines.ts'

/**
 * `none`: this changes nothing about it. `nobody`: the last one goes. `wider`: the last one who has it from this very scope goes,
 * and others have it through what is named. `unsure`: not everything that matters was read.
 */
export type Keeping =
  | { state: 'none' | 'nobody' | 'unsure' }
  | { state: 'wider'; through: Exclude<Source, { kind: 'direct' }>[] }

type Question = {
  /** Everybody who holds something at the scope. */
  lines: readonly Line[]
  /** Whether those are all. */
  complete: boolean
  /** What every role hands out, by id. A role that is absent hands out nothing. */
  sets: ReadonlyMap<string, Granted>
  /** The permission that it takes, by id. */
  keystone: string
  person: string
  role: string
}

/** What remains when the person no longer has the role from this very scope. */
export function keepersAfter({ lines, complete, sets, keystone, person, role }: Question): Keeping {
  const set = sets.get(role)
  if (!set?.permissions.includes(keystone)) return { state: set?.complete === false ? 'unsure' : 'none' }
  const gives = (held: Assignment) =>
    held.active && (sets.get(held.role.id)?.permissions.includes(keystone) ?? false)
  const kept = lines
    // Who cannot sign in, or never did, gives nothing back to anybody.
    .filter((line) => line.person.state === 'active')
    .flatMap(({ id, held }) =>
      held
        .filter(gives)
        .flatMap(({ role: own, sources }) =>
          sources.filter(({ kind }) => kind !== 'direct' || id !== person || own.id !== role),
        ),
    )
  if (kept.some(({ kind }) => kind === 'direct')) return { state: 'none' }
  const isSure = complete && [...sets.values()].every((one) => one.complete)
  const through = new Map(
    kept.flatMap((source) => (source.kind === 'direct' ? [] : [[`${source.kind} ${source.name}`, source]])),
  )
  if (through.size > 0) return isSure ? { state: 'wider', through: [...through.values()] } : { state: 'none' }
  return { state: isSure ? 'nobody' : 'unsure' }
}
