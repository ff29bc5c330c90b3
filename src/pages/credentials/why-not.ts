// Why something cannot be done with a credential, in one sentence: what the person may, what the provider can, what state it is in.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Credential, CredentialDirectory, CredentialKind } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { access, placeAt } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { isOver } from './ending.ts'
import { roomFor } from './room.ts'
import { kindWord, labelOf } from './words.ts'

type Judge = (credential: Credential) => string | undefined

export type WhyNot = {
  rotate: Judge
  revoke: Judge
  endAt: Judge
  finish: Judge
}

/** Judges every act on a credential; undefined is: it can be done. `all` is what was read of the directory. */
export function useWhyNot(all: readonly Credential[], now: number): WhyNot {
  const noRight = {
    issue: { token: useReason('issue tokens'), key: useReason('issue keys') },
    revoke: { token: useReason('revoke tokens'), key: useReason('revoke keys') },
  }
  const { data } = useSuspenseQuery(access(useScope()))
  const traits = connected().directory?.traits
  const right = (act: 'issue' | 'revoke', kind: CredentialKind) =>
    noRight[act][kind === 'token' ? 'token' : 'key']
  // Whoever holds a token may always give it up.
  const mayNotRevoke = ({ kind, owner }: Credential) =>
    kind === 'token' && owner.kind === 'person' && owner.id === data?.person
      ? undefined
      : right('revoke', kind)
  const followers = new Map(all.flatMap((one) => (one.replaces === undefined ? [] : [[one.replaces, one]])))
  return {
    rotate: (one) =>
      one.fixed ??
      right('issue', one.kind) ??
      othersPerson(one, data?.person) ??
      stateAgainst(one, now, followers) ??
      limitAgainst(one, all),
    revoke: (one) =>
      one.fixed ??
      (one.kind === 'secret' && traits?.keys?.secret?.removable === false
        ? 'An account always has a secret here. Rotating it ends the one it has.'
        : mayNotRevoke(one)),
    endAt: (one) =>
      one.fixed ??
      mayNotRevoke(one) ??
      (isOver(one, now) ? `This ${kindWord[one.kind]} has ended already.` : undefined),
    finish: (one) => one.fixed ?? right('issue', one.kind),
  }
}

function stateAgainst(
  one: Credential,
  now: number,
  followers: ReadonlyMap<string, Credential>,
): string | undefined {
  const word = kindWord[one.kind]
  if (one.halfMade) return `This ${word} was not made to its end. Finish or revoke it first.`
  if (isOver(one, now))
    return `This ${word} has ended, so that there is nothing to hand over. Create a new one.`
  const follower = followers.get(one.id)
  if (follower) return `It is being rotated already: ${labelOf(follower)} takes its place.`
  if (one.replaces !== undefined)
    return 'It is the new one of a rotation that is not finished. Finish that first.'
  return undefined
}

/** A new token of a person is made by that person and by nobody else. */
function othersPerson({ kind, owner }: Credential, me: string | undefined): string | undefined {
  return kind === 'token' && owner.kind === 'person' && owner.id !== me
    ? `Only ${owner.name} can rotate it: a token acts as the person that made it.`
    : undefined
}

function limitAgainst(one: Credential, all: readonly Credential[]): string | undefined {
  return one.kind === 'key' ? roomFor(all, one.owner.id).full : undefined
}

/** What the directory at this scope can do with credentials at all. */
export function useAbilities(): Pick<
  CredentialDirectory,
  'issueToken' | 'issueKey' | 'setSecret' | 'removeSecret' | 'endAt' | 'finish'
> {
  return placeAt(useScope()).credentials ?? {}
}
