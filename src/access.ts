// What the signed-in person may do in this console, and why not. The server decides; this is courtesy.
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Access, Grant, Verdict } from './directory/grants.ts'
import { Problem } from './directory/problem.ts'
import { access, queryClient } from './queries.ts'
import { useScope } from './use-scope.ts'

/** Thrown by a guard: the page is not for this person, and this is everything needed to say why. */
export class Forbidden extends Problem {
  readonly verdict: Verdict
  readonly access: Access

  constructor(verdict: Verdict, access: Access) {
    super('forbidden', `Your account may not ${verdict.grant}.`)
    this.verdict = verdict
    this.access = access
  }
}

/** Lets a navigation pass only with the grant at the scope, before anything else is asked. @throws Forbidden */
export async function needs(grant: Grant, scope: string | undefined): Promise<void> {
  const answer = await queryClient.query(access(scope))
  const verdict = answer?.verdicts[grant]
  if (answer && verdict && !verdict.allowed) throw new Forbidden(verdict, answer)
}

/** Why the person may not at the scope of this page, in one sentence, or undefined when they may. */
export function useReason(grant: Grant): string | undefined {
  const { data } = useSuspenseQuery(access(useScope()))
  const verdict = data?.verdicts[grant]
  return data && verdict && !verdict.allowed ? reason(verdict, data) : undefined
}

/** "Needs project.role.write, which … does not hold": the grant, where it was looked for, what was there, who can give it. */
export function reason(verdict: Verdict, { source, found }: Access): string {
  if (verdict.right === null) return `Nobody can ${verdict.grant} here: there is nothing of the kind.`
  const held =
    found.length === 0
      ? 'It holds no rights at all.'
      : `It holds ${count(found.length, 'right')}, this one not among them.`
  return `Needs ${verdict.right}. Looked at ${source}. ${held} Ask ${verdict.giver}.`
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
