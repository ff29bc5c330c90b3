// What a new token of somebody may hold: nothing that its maker or its owner does not have.
import { useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Owner } from '../../directory/credentials.ts'
import type { Permission, Resource } from '../../directory/model.ts'
import { accountGranted, catalogue, effective } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

export type Offer = {
  resources: Resource[]
  complete: boolean
  /** What could not be read, or is not offered, in sentences. */
  trouble: string[]
  isPending: boolean
  error: Error | null
  again: () => void
}

/** The permissions to choose from for a token of that owner, by resource. `self` is who makes it. */
export function useOffer(owner: Owner | undefined, self: Owner | undefined): Offer {
  const scope = useScope()
  const mayNotRead = useReason('read permissions')
  const isAccount = owner?.kind === 'account'
  const names = useQuery({ ...catalogue(scope), enabled: mayNotRead === undefined })
  const own = useQuery({
    ...effective(scope, self?.id ?? ''),
    enabled: owner !== undefined && self !== undefined,
  })
  const given = useQuery({ ...accountGranted(scope, owner?.id ?? ''), enabled: isAccount })
  const held = own.data?.permissions.map(({ permission }) => permission)
  const isHeld = held && new Set(held.map(({ id }) => id))
  const ofAccount = given.data?.permissions ?? []
  const offered = isAccount ? ofAccount.filter((id) => isHeld?.has(id) ?? true) : undefined
  const asked = isAccount ? given : own
  return {
    resources: grouped(
      (offered ? offered.map((id) => named(id, names.data?.resources)) : held) ?? [],
      names.data?.resources ?? [],
    ),
    complete: asked.data?.complete ?? false,
    trouble: isAccount
      ? accountTrouble(own.error, ofAccount.length - (offered?.length ?? 0))
      : (own.data?.trouble ?? []),
    isPending: asked.isPending || own.isPending || (mayNotRead === undefined && names.isPending),
    error: asked.error,
    again: () => void asked.refetch(),
  }
}

function accountTrouble(unread: Error | null, foreign: number): string[] {
  if (unread)
    return [
      `What you hold yourself could not be read, so that some of these may be refused: ${unread.message}`,
    ]
  if (foreign === 0) return []
  return [
    `${foreign === 1 ? 'One permission of the account is' : `${foreign} permissions of the account are`} not offered, because you do not hold ${foreign === 1 ? 'it' : 'them'} yourself.`,
  ]
}

/** The permission of that id, by its id alone where the catalogue does not list it. */
function named(id: string, resources: readonly Resource[] = []): Permission {
  const known = resources.flatMap(({ permissions }) => permissions).find((one) => one.id === id)
  return known ?? { id, resource: '', name: id }
}

/** By resource, in the order of the catalogue; what it does not list comes last. */
function grouped(permissions: readonly Permission[], resources: readonly Resource[]): Resource[] {
  const byResource = new Map<string, Permission[]>()
  for (const one of permissions) byResource.set(one.resource, [...(byResource.get(one.resource) ?? []), one])
  const known = resources.flatMap((resource) => {
    const held = byResource.get(resource.id)
    byResource.delete(resource.id)
    return held ? [{ ...resource, permissions: sorted(held) }] : []
  })
  const others = [...byResource].map(([id, held]) => ({
    id,
    name: id || 'Others',
    permissions: sorted(held),
  }))
  return [...known, ...others]
}

const sorted = (permissions: readonly Permission[]) =>
  permissions.toSorted((a, b) => a.name.localeCompare(b.name))
