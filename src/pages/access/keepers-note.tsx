// What is said where a role is taken from the last one at a scope who can manage access through it.
import { Note } from '../../ui/note.tsx'
import type { Keeping } from './keepers.ts'
import { and, waysText } from './words.ts'

/** Draws nothing where it changes nothing about that. */
export function KeepersNote({ keeping, name }: { keeping: Keeping; name: string }) {
  if (keeping.state === 'none') return null
  if (keeping.state === 'wider')
    return (
      <Note tone="warn" live title={`Nobody else was given the right to manage access at ${name}`}>
        Afterwards only those can manage it who have that right{' '}
        {and(keeping.through.map((source) => waysText([source])))}.
      </Note>
    )
  if (keeping.state === 'unsure')
    return (
      <Note tone="warn" live title="Not everything could be checked">
        Whether anybody else can manage access to {name} afterwards is not known.
      </Note>
    )
  return (
    <Note tone="bad" live title={`Nobody can manage access to ${name} afterwards`}>
      No other active member has a role that hands it out. Give somebody such a role first, or nobody can give
      and take roles here any more.
    </Note>
  )
}
