// Tokens by which a service user acts: a personal access token as it is, and access tokens from the token endpoint for
// its secret or its key. Hides how long they live and that whoever is switched off has none. Whose a token is depends on
// what is stored now, so a revoked one ends at once.
import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../http.ts'
import { bearer } from '../kit.ts'
import type { Kit } from '../kit.ts'
import type { ZitadelSettings } from '../settings.ts'
import { audiencesOf, rolesIn, rolesScope, zitadelProjectId } from './claims.ts'
import type { Home } from './claims.ts'
import { hashOf } from './machines.ts'
import { patScopes } from './personal-tokens.ts'
import type { Person, ZitadelWorld } from './world.ts'

/** Whose token it is and what for; times are in milliseconds of the sandbox's clock. */
export type Holder = {
  person: Person
  scopes: string[]
  audiences: string[]
  issued: number
  expires: number
  id: string
  /** A personal access token, of which nobody asks for an audience. */
  personal: boolean
}

type Issued = {
  userId: string
  scopes: string[]
  issued: number
  expires: number
  endsAt: number
  id: string
}

export type MachineTokens = {
  /** Makes an access token; the answer of the token endpoint. */
  issue: (person: Person, scopes: string[]) => Promise<JsonObject>
  /** Undefined for a token that is none of a service user, or not any more. */
  holder: (token: string | undefined) => Holder | undefined
  /** Claims of userinfo. */
  claims: (holder: Holder) => JsonObject
  /** What the API application of the home project hears. */
  introspection: (holder: Holder) => JsonObject
  clear: () => void
}

/** Whose personal access token it is; undefined when it is unknown, over, or of somebody who is switched off. */
export function personalHolder(world: ZitadelWorld, now: number, token: string): Holder | undefined {
  const hash = hashOf(token)
  const found = world.machines.tokens.list(Infinity).find((one) => one.hash === hash)
  const person = found && world.person(found.userId)
  if (!found || person?.state !== 'ACTIVE' || found.expires <= now) return undefined
  const { id, created: issued, expires } = found
  const audiences = [zitadelProjectId, ...world.projects.map((project) => project.id)]
  return { person, scopes: patScopes, audiences, issued, expires, id, personal: true }
}

/** For the APIs, which know their own project by its name; no application, hence no origin to be checked. */
export const callerOf = ({ person, audiences }: Holder) => ({
  sub: person.id,
  audiences: audiences.map((audience) => (audience === zitadelProjectId ? 'zitadel' : audience)),
  clientId: undefined,
})

export function createMachineTokens(options: {
  kit: Kit
  settings: ZitadelSettings
  home: Home
  world: ZitadelWorld
}): MachineTokens {
  const { kit, settings, home, world } = options
  const { clock } = kit
  const issued = new Map<string, Issued>()
  /** Milliseconds that only pass by and are never wrong, unlike the wall clock. */
  const age = (): number => Date.now() + clock.passed() * 1_000

  const roleClaims = (holder: Holder, projectIds: readonly string[]): JsonObject =>
    Object.fromEntries(
      projectIds.flatMap((projectId) => {
        const roles = rolesIn(world, holder.person.id, projectId, holder.scopes)
        return roles ? [[`urn:zitadel:iam:org:project:${projectId}:roles`, roles]] : []
      }),
    )

  const claims = (holder: Holder): JsonObject => {
    const { person, scopes } = holder
    const { id, username, displayName, changed, organizationId } = person
    const organization = world.organizations.find((one) => one.id === organizationId)
    const metadata = world.machines.metadata(id).list(Infinity)
    const has = (scope: string): boolean => scopes.includes(scope)
    return {
      sub: id,
      ...(has('profile') && {
        name: displayName,
        preferred_username: username,
        updated_at: Math.floor(changed / 1_000),
      }),
      ...(has('urn:zitadel:iam:user:resourceowner') && {
        'urn:zitadel:iam:user:resourceowner:id': organizationId,
        'urn:zitadel:iam:user:resourceowner:name': organization?.name,
        'urn:zitadel:iam:user:resourceowner:primary_domain': organization?.primaryDomain,
      }),
      ...(has('urn:zitadel:iam:user:metadata') &&
        metadata.length > 0 && {
          'urn:zitadel:iam:user:metadata': Object.fromEntries(
            metadata.map(({ key, value }) => [key, Buffer.from(value, 'base64').toString('base64url')]),
          ),
        }),
      ...roleClaims(holder, holder.personal ? [] : holder.audiences),
    }
  }

  const holder = (token: string | undefined): Holder | undefined => {
    if (token === undefined) return undefined
    const found = issued.get(hashOf(token))
    if (!found) return personalHolder(world, clock.now(), token)
    const person = world.person(found.userId)
    if (person?.state !== 'ACTIVE' || found.endsAt <= age()) return undefined
    const audiences = audiencesOf(found.scopes.join(' '), [])
    return { ...found, person, audiences, personal: false }
  }

  return {
    async issue(person, scopes) {
      const seconds = settings.accessTokenSeconds
      const now = clock.now()
      const id = `V2_${world.machines.nextId()}`
      const fields = { id, userId: person.id, scopes, issued: now, expires: now + seconds * 1_000 }
      const times = { iat: Math.floor(now / 1_000), exp: Math.floor(fields.expires / 1_000) }
      const aud = audiencesOf(scopes.join(' '), [])
      const signed = { iss: kit.origin, sub: person.id, aud, client_id: person.username, jti: id, ...times }
      const value =
        person.accessTokenType === 'JWT'
          ? await kit.signing.sign(signed)
          : randomBytes(64).toString('base64url')
      issued.set(hashOf(value), { ...fields, endsAt: age() + seconds * 1_000 })
      return { access_token: value, token_type: 'Bearer', expires_in: seconds - 1 }
    },
    holder,
    claims,
    introspection(found) {
      if (!found.personal && !found.audiences.includes(home.projectId)) return { active: false }
      // Of a personal access token every role scope of the introspecting project is added.
      const scopes = found.personal ? [...found.scopes, rolesScope] : found.scopes
      const own = roleClaims({ ...found, scopes }, [home.projectId])
      const [roles] = Object.values(own)
      return {
        active: true,
        ...claims(found),
        ...own,
        ...(roles !== undefined && { 'urn:zitadel:iam:org:project:roles': roles }),
        scope: found.scopes.join(' '),
        token_type: 'Bearer',
        username: found.person.username,
        client_id: found.personal ? undefined : found.person.username,
        aud: found.audiences,
        iss: kit.origin,
        jti: found.id,
        iat: Math.floor(found.issued / 1_000),
        nbf: Math.floor(found.issued / 1_000),
        exp: Math.floor(found.expires / 1_000),
      }
    },
    clear: () => issued.clear(),
  }
}

/** The same, from the header of a request. */
export const bearerHolder = (tokens: MachineTokens, authorization: string | undefined): Holder | undefined =>
  tokens.holder(bearer(authorization))
