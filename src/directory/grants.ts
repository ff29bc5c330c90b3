// What this console asks of the signed-in person, and the one table that says by which right of which directory each
// grant is met. The server decides; this table only explains beforehand.

/** Grants of the console, in its own words. */
export const grants = [
  'read roles',
  'create roles',
  'edit roles',
  'delete roles',
  'read permissions',
  'edit permissions',
  'read members',
  'assign roles',
  'unassign roles',
  'read accounts',
  'create accounts',
  'edit accounts',
  'delete accounts',
  'grant to accounts',
  'read tokens',
  'issue tokens',
  'revoke tokens',
  'read keys',
  'issue keys',
  'revoke keys',
] as const
export type Grant = (typeof grants)[number]

type Rule = {
  /** The right as the directory calls it. */
  right: string
  /** Who can hand it out, in words. */
  giver: string
}

const projectOwner = 'an organization owner, or the owner of this project'
const orgOwner = 'an organization owner'
const userManager = 'an organization owner, or whoever manages its users'
const tenant = 'whoever assigns roles in this Auth0 tenant'

const platformAdministrator = 'whoever administers KtrlPlane’s API at Auth0'
const scopeOwner = 'an owner here, or of what this lies in'

const auth0 = {
  'read roles': { right: 'read:roles', giver: tenant },
  'create roles': { right: 'create:roles', giver: tenant },
  'edit roles': { right: 'update:roles', giver: tenant },
  'delete roles': { right: 'delete:roles', giver: tenant },
  'read permissions': { right: 'read:resource_servers', giver: tenant },
  'edit permissions': { right: 'update:resource_servers', giver: tenant },
  'read members': { right: 'read:users', giver: tenant },
  'assign roles': { right: 'create:role_members', giver: tenant },
  'unassign roles': { right: 'delete:role_members', giver: tenant },
  'read accounts': { right: 'read:clients', giver: tenant },
  'create accounts': { right: 'create:clients', giver: tenant },
  'edit accounts': { right: 'update:clients', giver: tenant },
  'delete accounts': { right: 'delete:clients', giver: tenant },
  'grant to accounts': { right: 'update:client_grants', giver: tenant },
  'read tokens': { right: 'read:tokens', giver: tenant },
  'issue tokens': { right: 'create:tokens', giver: tenant },
  'revoke tokens': { right: 'delete:tokens', giver: tenant },
  'read keys': { right: 'read:clients', giver: tenant },
  'issue keys': { right: 'update:client_keys', giver: tenant },
  'revoke keys': { right: 'delete:client_credentials', giver: tenant },
} as const satisfies Record<Grant, Rule>

/**
 * Zitadel: the permission strings of its own administrator roles, as its "my permissions" call answers them
 * (cmd/defaults.yaml InternalAuthZ; docs, Managers). Permissions are kept in organisation metadata, which takes `org.read`
 * and `org.write`. Auth0: Management API scopes, held as `permissions` of the administrator's access token (Auth0 docs,
 * Management API v2, scopes per endpoint); the gateway asks for the same ones. Tokens are the gateway's own, and so are their names.
 */
export const rules = {
  zitadel: {
    'read roles': { right: 'project.role.read', giver: projectOwner },
    'create roles': { right: 'project.role.write', giver: projectOwner },
    'edit roles': { right: 'project.role.write', giver: projectOwner },
    'delete roles': { right: 'project.role.delete', giver: projectOwner },
    'read permissions': { right: 'org.read', giver: orgOwner },
    'edit permissions': { right: 'org.write', giver: orgOwner },
    'read members': { right: 'user.grant.read', giver: userManager },
    'assign roles': { right: 'user.grant.write', giver: userManager },
    'unassign roles': { right: 'user.grant.delete', giver: userManager },
    'read accounts': { right: 'user.read', giver: userManager },
    'create accounts': { right: 'user.write', giver: userManager },
    'edit accounts': { right: 'user.write', giver: userManager },
    'delete accounts': { right: 'user.delete', giver: userManager },
    'grant to accounts': { right: 'user.grant.write', giver: userManager },
    'read tokens': { right: 'user.read', giver: userManager },
    'issue tokens': { right: 'user.write', giver: userManager },
    'revoke tokens': { right: 'user.write', giver: userManager },
    'read keys': { right: 'user.read', giver: userManager },
    'issue keys': { right: 'user.write', giver: userManager },
    'revoke keys': { right: 'user.write', giver: userManager },
  },
  auth0,
  // Roles of members are an organization's own there; all else is the tenant's.
  auth0Organization: {
    ...auth0,
    'read members': { right: 'read:organization_members', giver: tenant },
    'assign roles': { right: 'create:organization_member_roles', giver: tenant },
    'unassign roles': { right: 'delete:organization_member_roles', giver: tenant },
  },
  /**
   * KtrlPlane: the scope of the sign-in for what everybody may read who may use it at all, and what `permissions/check` answers at a
   * scope (platforms.md §1.4, §1.7). Its API checks fewer calls than this; the console asks for the right all the same (S20).
   */
  ktrlplane: {
    'read roles': { right: 'access:platform', giver: platformAdministrator },
    'read permissions': { right: 'access:platform', giver: platformAdministrator },
    'read members': { right: 'read', giver: scopeOwner },
    'assign roles': { right: 'manage_access', giver: scopeOwner },
    'unassign roles': { right: 'manage_access', giver: scopeOwner },
  },
} as const satisfies Record<string, Partial<Record<Grant, Rule>>>

/** Whether one grant is held, with everything needed to explain the answer. */
export type Verdict = {
  grant: Grant
  allowed: boolean
  /** The right asked for, as the directory calls it; null where nobody can do such a thing there. */
  right: string | null
  giver: string
}

/** The signed-in person's rights as the directory tells them. */
export type Access = {
  /** Where they were read, in words: "Zitadel's answer to 'what may I do'", "the claim permissions of the access token". */
  source: string
  /** Every right found there, as given. */
  found: string[]
  verdicts: Record<Grant, Verdict>
  /** The signed-in person's id in this directory. */
  person?: string
  /**
   * The permission of this very directory by which people hold 'edit roles': whoever takes it from themselves cannot give
   * it back. Absent where administrators are made elsewhere.
   */
  keystone?: string
}

/** Judges every grant of the console by one directory's rules. `holds` answers for one of the directory's rights. */
export function judge(
  directory: keyof typeof rules,
  source: string,
  found: string[],
  holds: (right: string) => boolean,
): Access {
  const verdict = (grant: Grant): Verdict => {
    const ofDirectory: Partial<Record<Grant, Rule>> = rules[directory]
    const { right = null, giver = 'nobody' } = ofDirectory[grant] ?? {}
    return { grant, right, giver, allowed: right !== null && holds(right) }
  }
  return {
    source,
    found,
    verdicts: {
      'read roles': verdict('read roles'),
      'create roles': verdict('create roles'),
      'edit roles': verdict('edit roles'),
      'delete roles': verdict('delete roles'),
      'read permissions': verdict('read permissions'),
      'edit permissions': verdict('edit permissions'),
      'read members': verdict('read members'),
      'assign roles': verdict('assign roles'),
      'unassign roles': verdict('unassign roles'),
      'read accounts': verdict('read accounts'),
      'create accounts': verdict('create accounts'),
      'edit accounts': verdict('edit accounts'),
      'delete accounts': verdict('delete accounts'),
      'grant to accounts': verdict('grant to accounts'),
      'read tokens': verdict('read tokens'),
      'issue tokens': verdict('issue tokens'),
      'revoke tokens': verdict('revoke tokens'),
      'read keys': verdict('read keys'),
      'issue keys': verdict('issue keys'),
      'revoke keys': verdict('revoke keys'),
    },
  }
}
