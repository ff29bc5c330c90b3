// The people of the sandbox. A persona is the same person at every platform under a different subject. What each
// may do is written down once here; the tokens and the APIs of each platform read it by subject.

export const personaNames = ['admin', 'viewer', 'keykeeper', 'guest'] as const
export type PersonaName = (typeof personaNames)[number]

export type Persona = {
  name: string
  givenName: string
  familyName: string
  email: string
  department: string
  /** Subject by platform id. */
  subs: Record<string, string>
}

export const personas: Record<PersonaName, Persona> = {
  admin: {
    name: 'Ingrid Solheim',
    givenName: 'Ingrid',
    familyName: 'Solheim',
    email: 'ingrid.solheim@acme.example',
    department: 'Platform',
    subs: {
      kosmos: '310000000000001001',
      acme: 'auth0|66f0c1a2b3d4e5f601020301',
      ktrlplane: 'auth0|66f0c1a2b3d4e5f602030401',
    },
  },
  viewer: {
    name: 'Mateo Quispe',
    givenName: 'Mateo',
    familyName: 'Quispe',
    email: 'mateo.quispe@acme.example',
    department: 'Audit',
    subs: {
      kosmos: '310000000000001002',
      acme: 'auth0|66f0c1a2b3d4e5f601020302',
      ktrlplane: 'auth0|66f0c1a2b3d4e5f602030402',
    },
  },
  keykeeper: {
    name: 'Aiko Tanabe',
    givenName: 'Aiko',
    familyName: 'Tanabe',
    email: 'aiko.tanabe@acme.example',
    department: 'Integrations',
    subs: {
      kosmos: '310000000000001003',
      acme: 'auth0|66f0c1a2b3d4e5f601020303',
      ktrlplane: 'auth0|66f0c1a2b3d4e5f602030403',
    },
  },
  guest: {
    name: 'Piotr Zieliński',
    givenName: 'Piotr',
    familyName: 'Zieliński',
    email: 'piotr.zielinski@partner.example',
    department: 'Partner',
    subs: {
      kosmos: '310000000000001004',
      acme: 'auth0|66f0c1a2b3d4e5f601020304',
      ktrlplane: 'auth0|66f0c1a2b3d4e5f602030404',
    },
  },
}

/** The permissions of the API that the console itself is to Acme, by the names of Management scopes. */
export const consolePermissions = [
  'read:roles',
  'create:roles',
  'update:roles',
  'delete:roles',
  'read:users',
  'read:role_members',
  'create:role_members',
  'delete:role_members',
  'read:resource_servers',
  'update:resource_servers',
  'read:organizations',
  'read:organization_members',
  'read:organization_member_roles',
  'create:organization_member_roles',
  'delete:organization_member_roles',
  'read:clients',
  'create:clients',
  'update:clients',
  'delete:clients',
  'read:client_grants',
  'update:client_grants',
  'update:client_keys',
  'read:client_credentials',
  'create:client_credentials',
  'update:client_credentials',
  'delete:client_credentials',
  'read:tokens',
  'create:tokens',
  'delete:tokens',
] as const

/**
 * What the `permissions` claim of Acme's access tokens lists, in the order of the API: roles, groups and direct
 * permissions come to this (auth0/seed.ts), until somebody changes them.
 */
export const auth0Permissions: Record<PersonaName, readonly string[]> = {
  admin: consolePermissions,
  viewer: consolePermissions.filter((name) => name.startsWith('read:')),
  keykeeper: [
    'read:clients',
    'create:clients',
    'update:clients',
    'read:client_grants',
    'update:client_keys',
    'read:client_credentials',
    'create:client_credentials',
    'update:client_credentials',
    'delete:client_credentials',
    'read:tokens',
    'create:tokens',
    'delete:tokens',
  ],
  guest: [],
}

/** Project roles at Zitadel, and the flat permissions an Action derives from them. */
export const zitadelRoles: Record<PersonaName, { roles: readonly string[]; permissions: readonly string[] }> =
  {
    admin: {
      roles: ['admin'],
      permissions: ['conversations:read', 'conversations:write', 'analytics:read', 'users:manage'],
    },
    viewer: { roles: ['readonly'], permissions: ['conversations:read'] },
    keykeeper: { roles: ['operator'], permissions: ['conversations:read', 'agents:manage'] },
    guest: { roles: [], permissions: [] },
  }

export function isPersona(name: unknown): name is PersonaName {
  return personaNames.some((known) => known === name)
}

export function personaOf(platform: string, sub: string): PersonaName | undefined {
  return personaNames.find((name) => personas[name].subs[platform] === sub)
}

export function subOf(platform: string, persona: PersonaName): string {
  const sub = personas[persona].subs[platform]
  if (!sub) throw new Error(`${persona} has no account at ${platform}`)
  return sub
}
