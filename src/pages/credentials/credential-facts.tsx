// One credential in a dialog: enough to be sure that it is the right one.
import { useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Credential } from '../../directory/credentials.ts'
import { catalogue } from '../../queries.ts'
import { useScope } from '../../use-scope.ts'
import { Few } from '../../ui/few.tsx'
import { Facts, type Fact } from '../../ui/facts.tsx'
import { dayOf } from '../../ui/time.ts'
import { endingOf, useMinute } from './ending.ts'

/** What is known of it; the fingerprint whole, so that both sides can be compared. */
export function CredentialFacts({ credential }: { credential: Credential }) {
  const now = useMinute()
  const { owner, purpose, hint, algorithm, fingerprint, createdAt, expiresAt, permissions } = credential
  const nameOf = usePermissionNames(permissions !== undefined)
  const { words, exact } = endingOf(expiresAt, now)
  const items: (Fact | false)[] = [
    { term: 'Owner', value: owner.name },
    purpose !== undefined && { term: 'Purpose', value: purpose },
    hint !== undefined && { term: 'Recognized by', value: hint, mono: true },
    algorithm !== undefined && { term: 'Algorithm', value: algorithm },
    fingerprint !== undefined && { term: 'Fingerprint', value: fingerprint, mono: true },
    createdAt !== undefined && { term: 'Created', value: dayOf(createdAt) },
    permissions !== undefined && {
      term: 'Carries',
      value: <Few items={permissions} first={6} itemKey={(id) => id} what="permissions" draw={nameOf} />,
    },
    { term: 'Ends', value: exact === undefined ? words : `${words}, ${exact}` },
  ]
  return <Facts items={items.filter((item) => item !== false)} />
}

/** What permissions are called, by their ids; the ids themselves where that may not be read. */
function usePermissionNames(wanted: boolean): (id: string) => string {
  const mayNotRead = useReason('read permissions')
  const { data } = useQuery({
    ...catalogue(useScope()),
    enabled: wanted && mayNotRead === undefined,
  })
  const names = new Map(
    data?.resources.flatMap((one) => one.permissions.map(({ id, name }) => [id, `${name} (${one.name})`])),
  )
  return (id) => names.get(id) ?? id
}
