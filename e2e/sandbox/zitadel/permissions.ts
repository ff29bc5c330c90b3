// What Zitadel's administrator roles may do, and the call that tells the signed-in person. The strings are
// those of `InternalAuthZ.RolePermissionMappings` in cmd/defaults.yaml, complete for each role.
import type { ListMyZitadelPermissionsResponseJson } from '@zitadel/proto/zitadel/auth_pb.js'

const of = (area: string, ...verbs: string[]): string[] => verbs.map((verb) => `${area}.${verb}`)
const all = ['read', 'write', 'delete']

const owner = [
  ...of('org', 'read', 'global.read', 'write', 'delete'),
  ...['org.member', 'org.idp', 'org.action', 'org.flow', 'org.feature'].flatMap((area) => of(area, ...all)),
  ...of('user', 'read', 'global.read', 'write', 'delete'),
  ...of('user.grant', ...all),
  'user.membership.read',
  'user.credential.write',
  'user.passkey.write',
  ...of('user.feature', ...all),
  ...of('policy', ...all),
  ...of('project', 'read', 'create', 'write', 'delete'),
  ...['project.member', 'project.role'].flatMap((area) => of(area, ...all)),
  ...of('project.app', 'read', 'write'),
  ...['project.grant', 'project.grant.member'].flatMap((area) => of(area, ...all)),
  ...of('session', 'read', 'delete'),
] as const

const grants = {
  // Of the instance; what concerns the instance itself is not complete.
  IAM_OWNER: [
    ...of('iam', 'read', 'write'),
    ...of('iam.member', ...all),
    'events.read',
    'org.create',
    ...owner,
  ],
  ORG_OWNER: owner,
  ORG_OWNER_VIEWER: [
    ...['org', 'org.member', 'org.idp', 'org.action', 'org.flow', 'org.feature'].map(
      (area) => `${area}.read`,
    ),
    ...['user', 'user.global', 'user.grant', 'user.membership', 'user.feature'].map((area) => `${area}.read`),
    'policy.read',
    ...['project', 'project.member', 'project.role', 'project.app', 'project.grant'].map(
      (area) => `${area}.read`,
    ),
    'project.grant.member.read',
    'project.grant.user.grant.read',
  ],
  // Reads roles (one cannot authorize somebody for a role one cannot see), but neither writes nor deletes
  // them.
  ORG_USER_MANAGER: [
    'org.read',
    ...of('user', 'read', 'global.read', 'write', 'delete'),
    ...of('user.grant', ...all),
    'user.membership.read',
    ...of('user.feature', ...all),
    'policy.read',
    'project.read',
    'project.role.read',
    ...of('session', 'read', 'delete'),
  ],
} as const satisfies Record<string, readonly string[]>

export type AdministratorRole = keyof typeof grants

/** Every permission these roles give together, each once. */
export const permissionsOf = (roles: readonly AdministratorRole[]): string[] => [
  ...new Set(roles.flatMap((role): readonly string[] => grants[role])),
]

/**
 * `POST /auth/v1/permissions/zitadel/me/_search`. Somebody without any administrator role gets `{}`: an empty
 * list is an omitted field, and unlike the management calls this one does not ask for a membership.
 */
export const myPermissions = (permissions: string[] = []): ListMyZitadelPermissionsResponseJson =>
  permissions.length === 0 ? {} : { result: permissions }
