// What this console asks of the signed-in person, and the one table that says by which right of which directory each
// grant is met. The server decides; this table only explains beforehand.

/** Grants of the console, in its own words. */
export type Grant = 'read roles' | 'edit roles' | 'delete roles'

type Rule = {
  /** The right as the directory calls it. */
  right: string
  /** Who can hand it out, in words. */
  giver: string
}

/**
 * Zitadel: the permission strings of its own administrator roles, as its "my permissions" call answers them
 * (cmd/defaults.yaml InternalAuthZ; docs, Managers). Auth0: Management API scopes, held as `permissions` of the
 * administrator's access token (Auth0 docs, Management API v2, scopes per endpoint).
 */
export const rules = {
  zitadel: {
    'read roles': {
      right: 'project.role.read',
      giver: 'an organization owner, or the owner of this project',
    },
    'edit roles': {
      right: 'project.role.write',
      giver: 'an organization owner, or the owner of this project',
    },
    'delete roles': {
      right: 'project.role.delete',
      giver: 'an organization owner, or the owner of this project',
    },
  },
  auth0: {
    'read roles': { right: 'read:roles', giver: 'whoever assigns roles in this Auth0 tenant' },
    'edit roles': { right: 'update:roles', giver: 'whoever assigns roles in this Auth0 tenant' },
    'delete roles': { right: 'delete:roles', giver: 'whoever assigns roles in this Auth0 tenant' },
  },
} as const satisfies Record<string, Record<Grant, Rule>>

/** Whether one grant is held, with everything needed to explain the answer. */
export type Verdict = {
  grant: Grant
  allowed: boolean
  /** The right asked for, as the directory calls it. */
  right: string
  giver: string
}

/** The signed-in person's rights as the directory tells them. */
export type Access = {
  /** Where they were read, in words: "Zitadel's answer to 'what may I do'", "the claim permissions of the access token". */
  source: string
  /** Every right found there, as given. */
  found: string[]
  verdicts: Record<Grant, Verdict>
}

/** Judges every grant of the console by one directory's rules. `holds` answers for one of the directory's rights. */
export function judge(
  directory: keyof typeof rules,
  source: string,
  found: string[],
  holds: (right: string) => boolean,
): Access {
  const verdict = (grant: Grant): Verdict => {
    const { right, giver } = rules[directory][grant]
    return { grant, right, giver, allowed: holds(right) }
  }
  return {
    source,
    found,
    verdicts: {
      'read roles': verdict('read roles'),
      'edit roles': verdict('edit roles'),
      'delete roles': verdict('delete roles'),
    },
  }
}
