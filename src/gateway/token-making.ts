// Who may make a token, for whom, and with what: nobody makes one that is stronger than they are, or than its owner is. Hides how that
// is compared; what somebody may do at this moment is asked of the rights.
import { holds } from './admission.ts'
import type { Caller } from './auth.ts'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import type { Owner, Rights, Standing } from './rights.ts'
import { invalid, invalidQuery, type TokenDraft } from './token-body.ts'
import type { Permission } from './token-store.ts'
import { apisOf, isMachine } from './tokens.ts'

/** Whoever asks, and where their rights are read. */
type Asking = { caller: Caller; rights: Rights; id: string }

export type Making = {
  /** Whose token it is to be, without a named one the caller's. @throws Refused 403, and what `refuse` makes */
  ownerOf: (owner: string | undefined, caller: Caller, refuse: typeof invalid) => Owner
  /** How the owner stands, where they may have this token. @throws Refused 403, 400, 502 to 504 */
  demandRights: (draft: TokenDraft, owner: Owner, asking: Asking) => Promise<Standing>
  /** Everything that `demandRights` would let into a token. @throws Refused 403, 400, 502 to 504 */
  grantable: (owner: Owner, asking: Asking) => Promise<Permission[]>
}

const plain = (identifier: string): string => identifier.trim().toLowerCase().replace(/\/+$/, '')

/** @throws Refused 403 */
export function demandMaker(caller: Caller): void {
  if (caller.token !== undefined || isMachine(caller))
    throw new Refused(
      403,
      'TOKEN_BY_TOKEN',
      'Only somebody who has signed in can make a token; a token cannot.',
    )
  holds(caller, 'create:tokens')
}

/** @throws Refused 403, 502 to 504 */
async function creatorOf({ caller, rights, id }: Asking, apis: Iterable<string>): Promise<Standing> {
  const creator = await rights.of({ id: caller.sub, kind: 'person' }, apis, id)
  if (creator.ended !== undefined)
    throw new Refused(403, 'NOT_ACTIVE', 'You are blocked, or do not exist any more, at Auth0.')
  return creator
}

export function createMaking(config: GatewayConfig): Making {
  const isManagement = (api: string): boolean => plain(api) === plain(config.management)

  return {
    ownerOf(owner, caller, refuse) {
      if (owner === undefined || owner === caller.sub) return { id: caller.sub, kind: 'person' }
      holds(caller, 'update:clients')
      if (!/^[\w-]{1,100}$/.test(owner)) throw refuse('owner', 'is not the id of an application')
      if (owner === config.clientId) throw refuse('owner', 'is the application of the gateway itself')
      return { id: owner, kind: 'account' }
    },

    async demandRights(draft, owner, asking) {
      const management = draft.permissions.find((one) => isManagement(one.resource_server_identifier))
      if (management) {
        const name = management.permission_name
        const message = `${name} belongs to the Management API, which is for applications: no token may have it.`
        throw new Refused(403, 'ESCALATION', message, { required: name })
      }
      const apis = apisOf(draft.permissions)
      const creator = await creatorOf(asking, apis)
      const lacking = draft.permissions.find((one) => !creator.holds(one))
      if (lacking) {
        const message = `You cannot put ${lacking.permission_name} into a token, because you do not hold it yourself.`
        throw new Refused(403, 'ESCALATION', message, { required: lacking.permission_name })
      }
      if (owner.kind === 'person') return creator
      const account = await asking.rights.of(owner, apis, asking.id)
      if (account.ended !== undefined) throw invalid('owner', `cannot have tokens. ${account.ended}`)
      const foreign = draft.permissions.find((one) => !account.holds(one))
      if (foreign)
        throw invalid('permissions', `the application does not hold ${foreign.permission_name} itself`)
      return account
    },

    async grantable(owner, asking) {
      const { rights, id } = asking
      const account = owner.kind === 'account' ? await rights.of(owner, [], id) : undefined
      if (account?.ended !== undefined) throw invalidQuery('owner', `cannot have tokens. ${account.ended}`)
      const apis = (account?.apis ?? (await rights.apis(id))).filter((api) => !isManagement(api))
      const { held } = await creatorOf(asking, apis)
      return account ? held.filter(account.holds) : held
    },
  }
}
