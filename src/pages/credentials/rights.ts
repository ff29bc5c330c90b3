// What a new token of somebody may hold: nothing that its maker or its owner does not have.
import { useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Owner } from '../../directory/credentials.ts'
import type { Permission, Resource } from '../../directory/model.ts'
import { catalogue, grantable } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'

export type Offer = {
  resources: Resource[]
  isPending: boolean
  error: Error | null
  again: () => void
}

/** The permissions to choose from for a token of that owner, by resource. */
export function useOffer(owner: Owner | undefined): Offer {
  const scope = useScope()
  const mayNotRead = useReason('read permissions')
  const names = useQuery({ ...catalogue(scope), enabled: owner !== undefined && mayNotRead === undefined })
  const account = owner?.kind === 'account' ? owner.id : undefined
  const asked = useQuery({ ...grantable(scope, account), enabled: owner !== undefined })
  const known = names.data?.resources ?? []
  const described = new Map(known.flatMap(({ permissions }) => permissions).map((one) => [one.id, one]))
  return {
    resources: grouped(asked.data?.map((one) => described.get(one.id) ?? one) ?? [], known),
    isPending: asked.isPending || (mayNotRead === undefined && names.isPending),
    error: asked.error,
    again: () => void asked.refetch(),
  }
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
    name: id,
    permissions: sorted(held),
  }))
  return [...known, ...others]
}

const sorted = (permissions: readonly Permission[]) =>
  permissions.toSorted((a, b) => a.name.localeCompare(b.name))
