// What a rotation is, before it begins.
import type { Credential } from '../../directory/credentials.ts'
import { useAbilities } from './why-not.ts'
import { kindWord } from './words.ts'

/** The steps to come. */
export function Replacing({ old }: { old: Credential }) {
  const word = kindWord[old.kind]
  const { endAt } = useAbilities()
  return (
    <div>
      <p>
        A rotation has four steps, and stays on this list until the last one is done, also after a reload and
        on other machines:
      </p>
      <ol>
        <li>A new {word} is made for the same owner. The old one goes on working.</li>
        <li>You put the new one in its place and test it.</li>
        <li>
          The old one ends:{' '}
          {endAt ? 'at once or at a moment that you choose.' : 'at once, or when you come back for it.'}
        </li>
        <li>You call the rotation done.</li>
      </ol>
    </div>
  )
}
