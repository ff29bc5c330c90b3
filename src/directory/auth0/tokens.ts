// Personal access tokens, which Auth0 does not have and this console's gateway issues. A token's id is chosen here, so that one
// whose value was lost on its way is known by it. Hides: the gateway's addresses, and what becomes of lost answers.
import type * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Credential, Issued, Policy, TokenDraft } from '../credentials.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import type { Permission } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { tokenCredentialOf } from './credential-of.ts'
import { isGone } from './errors.ts'
import { refuseFields, refusePast, wrongField } from './field-rules.ts'
import { MadeToken, type Token, TokenList, TokenRights } from './token-wire.ts'
import { traits } from './traits.ts'
import { partsOf, permissionId } from './wire.ts'

export type Tokens = {
  /** All of them, or those of one owner. */
  list(owner?: string, signal?: AbortSignal): Promise<{ tokens: Token[]; isChecked: boolean }>
  policy(signal?: AbortSignal): Promise<Policy>
  grantable(owner?: string, signal?: AbortSignal): Promise<Permission[]>
  issue(draft: TokenDraft): Promise<Issued>
  revoke(credential: Credential): Promise<void>
  endAt(credential: Credential, at: Date): Promise<void>
  endRotation(credential: Credential): Promise<void>
}

export type TokenParts = {
  own: Calls
  /** Asks the gateway with the token itself; resolves to what came back, in a sentence. */
  test: (value: string, signal?: AbortSignal) => Promise<string>
  /** Id of the signed-in person. */
  person: () => string
  now: () => number
}

/** Makes the tokens. `own` are the gateway's own calls. */
export function createTokens({ own, test, person, now }: TokenParts): Tokens {
  const read = async (owner?: string, signal?: AbortSignal) =>
    shaped(TokenList, await own.get('/tokens', owner === undefined ? {} : { owner }, signal), own.host)
  const find = async (owner: string, id: string): Promise<Token | undefined> =>
    (await read(owner)).tokens.find((token) => token.id === id)

  function bodyOf(draft: TokenDraft): object {
    const { request, owner, name, purpose, expiresAt, replaces, permissions = [] } = draft
    refuseFields({
      name: { rule: traits.tokens.name, value: name },
      purpose: { rule: traits.tokens.purpose, value: purpose },
    })
    if (!expiresAt) throw wrongField('expiresAt', 'Every token has an end here: choose one.')
    refusePast('expiresAt', expiresAt, now())
    if (permissions.length === 0) throw wrongField('permissions', 'Choose at least one permission.')
    return {
      id: request,
      name,
      ...(purpose && { purpose }),
      ...(owner !== undefined && { owner }),
      permissions: permissions.map((permission) => {
        const parts = partsOf(permission)
        if (!parts) throw wrongField('permissions', `There is no permission “${permission}”.`)
        return { resource_server_identifier: parts.api, permission_name: parts.value }
      }),
      expires_at: expiresAt.toISOString(),
      ...(replaces !== undefined && { replaces }),
    }
  }

  async function made(draft: TokenDraft): Promise<v.InferOutput<typeof MadeToken>> {
    const body = bodyOf(draft)
    try {
      return shaped(MadeToken, await own.send('POST', '/tokens', body), own.host)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.details.code === 'EXISTS') throw valueLost(draft.request, error)
      if (!error.details.unsure && error.kind !== 'unexpected') throw error
      const there = await seen(own.sleep, error, () => find(draft.owner ?? person(), draft.request))
      if (there) throw valueLost(draft.request, error)
      throw notDone(error, 'The token was not made', 'the gateway')
    }
  }

  async function write(
    credential: Credential,
    body: object,
    isDone: (token: Token) => boolean,
    what: string,
  ): Promise<void> {
    try {
      await own.send('PATCH', pathOf(credential), body)
    } catch (error) {
      if (!(error instanceof Problem) || !error.details.unsure) throw error
      const found = await seen(own.sleep, error, async () => {
        const token = await find(credential.owner.id, credential.id)
        return (token && isDone(token)) || undefined
      })
      if (!found) throw notDone(error, what, 'the gateway')
    }
  }

  return {
    async list(owner, signal) {
      const { tokens, checked } = await read(owner, signal)
      return { tokens, isChecked: checked }
    },

    async policy(signal) {
      const { max_days, prefix } = (await read(person(), signal)).policy
      return { ...(typeof max_days === 'number' && { tokenDays: max_days }), ...(prefix && { prefix }) }
    },

    async grantable(owner, signal) {
      const answer = await own.get('/tokens/rights', owner === undefined ? {} : { owner }, signal)
      return shaped(TokenRights, answer, own.host).permissions.map(({ api, value }) => ({
        id: permissionId(value, api),
        resource: api,
        name: value,
      }))
    },

    async issue(draft) {
      const { token, value } = await made(draft)
      return {
        credential: tokenCredentialOf(token, now()),
        secret: [{ label: 'Token', text: value }],
        test: (signal) => test(value, signal),
      }
    },

    async revoke(credential) {
      try {
        await own.send('DELETE', pathOf(credential))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (isGone(error)) return
        if (!error.details.unsure) throw error
        // It counts as revoked where it is gone already, so that it can simply be sent again.
        await own.send('DELETE', pathOf(credential))
      }
    },

    async endAt(credential, at) {
      refusePast('expiresAt', at, now())
      if (credential.expiresAt && at.getTime() >= credential.expiresAt.getTime())
        throw wrongField('expiresAt', 'The token ends before that already.')
      const body = { expires_at: at.toISOString() }
      await write(
        credential,
        body,
        ({ expiresAt }) => expiresAt.getTime() <= at.getTime(),
        'The end of the token was not changed',
      )
    },

    endRotation: (credential) =>
      write(credential, { replaces: null }, ({ replaces }) => replaces === '', 'The rotation was not ended'),
  }
}

function pathOf({ id }: Credential): string {
  return `/tokens/${segment(id)}`
}

/** Sent again with the same id nothing is made: what is there already has a value that nobody has. */
function valueLost(orphan: string, { details }: Problem): Problem {
  return new Problem(
    'conflict',
    'The token was made, but its value was shown then or lost on its way, and the gateway keeps none. Revoke it if nobody has it.',
    { ...known(details), orphan },
  )
}
