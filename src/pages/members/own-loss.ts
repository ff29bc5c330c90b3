// Whether somebody who takes roles from themselves loses their last way to manage roles.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { keepsKeystone, throughAssignments } from '../../directory/lockout.ts'
import { access, effective } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

export type OwnLoss = {
  /** The change concerns the signed-in person. */
  isSelf: boolean
  /** What they lose, where there is something to say. */
  sentence?: string
  /** What they have to type because of it. */
  typed?: string
  /** It is still being found out. */
  isPending: boolean
}

const typed = 'I lock myself out'

/** Judges the removal of these roles from the member of that id. Reads nothing for anybody but the person themselves. */
export function useOwnLoss(member: string, removed: readonly string[]): OwnLoss {
  const scope = useScope()
  const { data } = useSuspenseQuery(access(scope))
  const { person, keystone } = data ?? {}
  const isSelf = person === member
  const isConcerned = isSelf && keystone !== undefined && removed.length > 0
  const ways = useQuery({ ...effective(scope, member), enabled: isConcerned })
  if (!isConcerned) return { isSelf, isPending: false }
  if (ways.error)
    return {
      isSelf,
      isPending: false,
      typed,
      sentence: `This may take your last way to manage roles; it could not be checked. ${ways.error.message}`,
    }
  if (!ways.data)
    return { isSelf, isPending: true, sentence: 'It is being checked what this leaves you with.' }
  switch (keepsKeystone(keystone, ways.data, throughAssignments(removed))) {
    case 'lost':
      return {
        isSelf,
        isPending: false,
        typed,
        sentence:
          'None of the roles that you keep lets you manage roles. You cannot take this back; somebody else has to give it to you again.',
      }
    case 'unsure':
      return {
        isSelf,
        isPending: false,
        typed,
        sentence: 'This may take your last way to manage roles: what you hold could only be read in part.',
      }
    case 'kept':
    case 'never':
      return { isSelf, isPending: false }
  }
}
