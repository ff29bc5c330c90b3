// What Acme's tenant holds at the start, but for its people (seed-users.ts); data only. Roles name each other,
// the APIs and the groups by what is written here; ids are made from the names.
import { acmeApi } from '../console-config.ts'
import { auth0Permissions, consolePermissions } from '../personas.ts'

/** `value` is the name of the permission, as in `read:orders`. */
export type Scope = { value: string; description: string }
export type ApiFields = { name: string; identifier: string; scopes: Scope[] }
/** Names of permissions by the identifier of their API. */
export type Grants = Record<string, readonly string[]>
export type RoleSeed = { name: string; description: string; permissions: Grants }

export const ordersApi = 'https://orders.acme.example'
export const billingApi = 'https://billing.acme.example'
export const telemetryApi = 'https://telemetry.acme.example'

const scopes = (descriptions: Record<string, string>): Scope[] =>
  Object.entries(descriptions).map(([value, description]) => ({ value, description }))

const sentence = (permission: string): string => {
  const [verb = '', things = ''] = permission.split(':')
  return `${verb[0]?.toUpperCase()}${verb.slice(1)} ${things.replaceAll('_', ' ')}`
}

export const seedApis: ApiFields[] = [
  {
    name: 'Gatehouse console',
    identifier: acmeApi,
    scopes: consolePermissions.map((value) => ({ value, description: sentence(value) })),
  },
  {
    name: 'Orders',
    identifier: ordersApi,
    scopes: scopes({
      'read:orders': 'See orders and their history',
      'write:orders': 'Place and change orders',
      'cancel:orders': 'Cancel orders that have not been shipped',
      'delete:orders': 'Erase orders for good',
      'refund:orders': 'Send money back to the customer',
      'approve:refunds': 'Approve refunds above the limit',
      'export:orders': 'Export orders to a file',
      'read:returns': 'See returned goods',
      'write:returns': 'Record returned goods',
      'read:carriers': 'See carriers and their prices',
      'write:carriers': 'Change carriers and their prices',
      'admin:orders': 'Change how the shop works',
    }),
  },
  {
    name: 'Billing',
    identifier: billingApi,
    scopes: scopes({
      'read:invoices': 'See invoices',
      'write:invoices': 'Write and correct invoices',
      'void:invoices': 'Declare invoices void',
      'read:payments': 'See payments',
      'capture:payments': 'Take payments that were authorised',
      'read:tax': 'See tax rates',
      'write:tax': 'Change tax rates',
      'export:ledger': 'Export the ledger',
      'admin:billing': '',
    }),
  },
  {
    name: 'Telemetry',
    identifier: telemetryApi,
    scopes: scopes({
      'read:metrics': 'See measurements',
      'read:traces': 'See traces, which may hold personal data',
      'read:alerts': 'See alerts',
      'write:alerts': 'Change when an alert goes off',
      'mute:alerts': 'Silence alerts',
      'read:dashboards': 'See dashboards',
      'write:dashboards': 'Change dashboards',
      'purge:metrics': 'Erase measurements for good',
    }),
  },
]

/** Auth0's own API, which every tenant has and nobody may change; a few of its hundreds of scopes. */
export const systemApi = (origin: string): ApiFields => ({
  name: 'Auth0 Management API',
  identifier: `${origin}/api/v2/`,
  scopes: managementScopes.map((value) => ({ value, description: sentence(value) })),
})

/** Permissions of the console that have the name of a scope, and some others. Tokens are the gateway's own. */
const managementScopes = [
  ...consolePermissions.filter((name) => !name.endsWith(':tokens')),
  'read:user_effective_roles',
  'read:user_effective_permissions',
  'read:user_permission_source_roles',
  'read:user_role_source_groups',
  'update:users',
  'read:client_keys',
  'create:client_grants',
  'delete:client_grants',
  'read:logs',
  'read:stats',
]

export const awkwardRoleName = `Night shift & <b>escalation</b> 🚨 ${'of the warehouses in the north '.repeat(4).trim()}`

export const seedRoles: RoleSeed[] = [
  {
    name: 'Console administrator',
    description: 'Everything in this console',
    permissions: { [acmeApi]: auth0Permissions.admin },
  },
  {
    name: 'Console auditor',
    description: 'Sees everything in this console, changes nothing',
    permissions: { [acmeApi]: auth0Permissions.viewer },
  },
  {
    name: 'Key keeper',
    description: 'Issues and renews keys for applications',
    permissions: { [acmeApi]: auth0Permissions.keykeeper },
  },
  {
    name: 'Order clerk',
    description: 'Takes orders',
    permissions: { [ordersApi]: ['read:orders', 'write:orders', 'read:carriers'] },
  },
  {
    name: 'Order manager',
    description: 'Answers for orders from the first to the last day',
    permissions: {
      [ordersApi]: [
        'read:orders',
        'write:orders',
        'cancel:orders',
        'refund:orders',
        'approve:refunds',
        'export:orders',
        'read:returns',
        'write:returns',
        'read:carriers',
        'write:carriers',
      ],
      [billingApi]: ['read:invoices'],
    },
  },
  {
    name: 'Refunds',
    description: 'Sends money back',
    permissions: {
      [ordersApi]: ['read:orders', 'refund:orders', 'read:returns'],
      [billingApi]: ['read:payments'],
    },
  },
  {
    name: 'Billing admin',
    description: 'Everything about invoices and payments',
    permissions: { [billingApi]: seedApis[2]?.scopes.map(({ value }) => value) ?? [] },
  },
  {
    name: 'Billing viewer',
    description: 'Sees invoices and payments',
    permissions: { [billingApi]: ['read:invoices', 'read:payments', 'read:tax'] },
  },
  {
    name: 'Telemetry operator',
    description: 'Keeps alerts useful',
    permissions: {
      [telemetryApi]: ['read:metrics', 'read:traces', 'read:alerts', 'write:alerts', 'mute:alerts'],
    },
  },
  {
    name: 'Support',
    description: 'Helps customers; sees much, changes little',
    permissions: {
      [ordersApi]: ['read:orders', 'cancel:orders', 'read:returns'],
      [billingApi]: ['read:invoices', 'read:payments'],
      [telemetryApi]: ['read:dashboards'],
    },
  },
  {
    name: 'Compliance export',
    description: '',
    permissions: { [ordersApi]: ['export:orders'], [billingApi]: ['export:ledger'] },
  },
  { name: 'Newcomer', description: 'May do nothing yet', permissions: {} },
  {
    name: 'Seasonal 2024',
    description: 'Nobody has it any more',
    permissions: { [ordersApi]: ['read:orders'] },
  },
  {
    name: awkwardRoleName,
    description: 'A "quoted" description, with <markup> and a line\nbreak',
    permissions: { [ordersApi]: ['read:orders'], [telemetryApi]: ['read:alerts', 'mute:alerts'] },
  },
]

/** Groups of the company's own directory; membership is by number of the user (seed-users.ts). */
export const seedGroups = [
  { name: 'Finance', roles: ['Billing admin'], members: [8, 9, 10, 11] },
  { name: 'Internal audit', roles: ['Billing viewer'], members: [1, 12, 13] },
  { name: 'Order desk', roles: ['Order clerk'], members: [14, 15, 16, 17, 18] },
]

/** Members by number, and the roles they have within the organization. */
export const seedOrganizations: {
  name: string
  displayName: string
  members: Record<number, string[]>
}[] = [
  {
    name: 'northwind',
    displayName: 'Northwind Retail',
    members: { 0: [], 3: ['Order clerk'], 20: ['Order manager'], 21: ['Order clerk', 'Refunds'], 22: [] },
  },
  {
    name: 'contoso',
    displayName: 'Contoso Logistics',
    members: { 3: [], 30: ['Support'], 31: [], 32: ['Telemetry operator'] },
  },
]
