// Nobody makes a credential that is stronger than themselves: whoever holds a token or a key of an account administers whatever the
// account administers. Zitadel does not look at that (user.write is enough for it), so it is looked at here, before anything is sent.
import * as v from 'valibot'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { Label, rowsOf } from './wire.ts'

/** Administrator roles that somebody holds over one thing: the instance, an organization, a project, a lent project. */
export type Membership = {
  over: 'instance' | 'organization' | 'project' | 'lent project'
  /** Id of the thing; '' of the instance. */
  id: string
  name: string
  /** The organization that the thing lies in; '' of the instance. */
  organization: string
  roles: string[]
}

const Row = v.object({
  roles: v.optional(v.array(v.string()), []),
  displayName: Label,
  iam: v.fallback(v.optional(v.boolean(), false), false),
  orgId: Label,
  projectId: Label,
  projectGrantId: Label,
  details: v.fallback(v.optional(v.object({ resourceOwner: Label })), undefined),
})

const most = 1000

/** Makes the check. v1 `calls` have to be within the organization of the accounts: Zitadel tells no memberships in others. */
export function strengthCheck(calls: Pick<Calls, 'host' | 'rest'>) {
  const { host } = calls

  async function memberships(path: string): Promise<Membership[]> {
    const body = await calls.rest('POST', path, { query: { limit: most, asc: true } }, { repeatable: true })
    const { rows, total } = rowsOf(body, { host, field: 'result', row: Row, make: membershipOf })
    if (rows.length < total) throw new Problem('unexpected', 'Zitadel told only a part of them.')
    return rows
  }

  /** @throws Problem `forbidden` where the account administers what the signed-in person does not */
  return async function refuseStronger(account: { id: string; name: string }): Promise<void> {
    const refused = (why: string, { details }: Pick<Problem, 'details'>) =>
      new Problem(
        'forbidden',
        `Nothing was made for “${account.name}”, so that nobody gets more rights than they have: ${why}`,
        details,
      )
    let theirs: Membership[]
    let own: Membership[] = []
    try {
      theirs = await memberships(`/management/v1/users/${segment(account.id)}/memberships/_search`)
      if (theirs.length > 0) own = await memberships('/auth/v1/memberships/me/_search')
    } catch (error) {
      if (!(error instanceof Problem) || error.kind === 'signed-out') throw error
      const why = 'which administrator roles the account has could not be read.'
      if (error.kind === 'forbidden' || error.kind === 'not-found') {
        throw refused(`${why} That takes the right user.membership.read.`, error)
      }
      throw new Problem(error.kind, `Nothing was made for “${account.name}”: ${why} ${error.message}`, {
        ...error.details,
      })
    }
    for (const one of theirs) {
      const role = one.roles.find((role) => !covers(own, one, role))
      if (role !== undefined) {
        const where = one.over === 'instance' ? 'this instance' : `“${one.name}”`
        throw refused(`the account has the administrator role ${role} in ${where}, and you do not.`, {
          details: { code: 'STRONGER' },
        })
      }
    }
  }
}

/** Whether whoever holds `own` has that role over the same thing, or is the owner of what it lies in. Pure. */
export function covers(own: readonly Membership[], thing: Membership, role: string): boolean {
  return own.some(({ over, id, roles }) => {
    if (over === 'instance' && roles.includes('IAM_OWNER')) return true
    if (over === 'organization' && roles.includes('ORG_OWNER') && thing.over !== 'instance') {
      if (id === (thing.over === 'organization' ? thing.id : thing.organization)) return true
    }
    if (over !== thing.over || id !== thing.id) return false
    // Whoever may only look has less than whoever may do the same things.
    return roles.includes(role) || (role.endsWith('_VIEWER') && roles.includes(role.slice(0, -7)))
  })
}

function membershipOf(row: v.InferOutput<typeof Row>): Membership {
  const { roles, displayName, iam, orgId, projectId, projectGrantId, details } = row
  const organization = details?.resourceOwner ?? ''
  const made = (over: Membership['over'], id: string): Membership => ({
    over,
    id,
    name: displayName || id,
    organization: over === 'organization' ? id : organization,
    roles,
  })
  if (iam) return { over: 'instance', id: '', name: '', organization: '', roles }
  if (orgId) return made('organization', orgId)
  if (projectGrantId) return made('lent project', projectGrantId)
  // What is over nothing that we know is over something that nobody is known to own.
  return made('project', projectId || '?')
}
