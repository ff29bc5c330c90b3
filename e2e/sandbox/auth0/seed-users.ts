// The people of Acme's tenant: the four personas first, then as many as are wanted, each made from its number.
import { personaNames, personas, subOf } from '../personas.ts'
import type { Grants } from './seed.ts'
import { awkwardRoleName, ordersApi, telemetryApi } from './seed.ts'

/** Dates are in milliseconds. */
export type User = {
  id: string
  email?: string
  name?: string
  givenName?: string
  familyName?: string
  blocked: boolean
  created: number
  changed: number
  lastLogin?: number
  logins: number
}

export type UserSeed = User & { roles: string[]; permissions: Grants }

const given = 'Amara Bo Chiara Dmitri Elif Farid Greta Hana Ivo Júlia Kwame Lena Milo Nadia Omar'.split(' ')
const family = "Okafor Lindqvist Rossi Petrov Yılmaz O'Brien Haddad Sato Novák Costa Mensah Weiß Tran".split(
  ' ',
)
const start = Date.parse('2025-01-07T09:00:00.000Z')
const minute = 60_000

/** Roles of those without a place in the lists below, by turns; nobody is nothing. */
const turns = [['Order clerk'], ['Support'], ['Telemetry operator'], [], ['Order manager', 'Refunds']]

const personaRoles = {
  admin: ['Console administrator', 'Support'],
  viewer: ['Console auditor'],
  keykeeper: ['Key keeper'],
  guest: ['Newcomer'],
}

// What is particular about some, by number.
const particular: Record<number, Partial<UserSeed>> = {
  // In the group "Order desk" and given its role besides.
  14: { roles: ['Order clerk'] },
  15: { roles: [] },
  40: { blocked: true },
  42: { name: 'Robert <script>alert(1)</script> "Bob"' },
  43: { roles: ['Newcomer'] },
  44: {
    name: 'Zoë 🛰️ Ångström-Ștefănescu of the department with the long name',
    roles: ['Compliance export'],
  },
  // Two people of one name.
  45: { name: 'Lena Sato', roles: [] },
  46: { name: 'Lena Sato', roles: [] },
  50: { permissions: { [ordersApi]: ['delete:orders', 'read:orders'] } },
  52: { roles: [awkwardRoleName] },
  53: { roles: ['Refunds'] },
  51: { roles: [], permissions: { [telemetryApi]: ['purge:metrics'] } },
}

/** Someone who signed up by telephone has neither name nor address. */
const nameless = 41
const seeded = 80

export const seedUsers: UserSeed[] = [
  ...personaNames.map((persona, number): UserSeed => {
    const { name, givenName, familyName, email } = personas[persona]
    const id = subOf('acme', persona)
    return {
      ...numbered(number, id),
      name,
      givenName,
      familyName,
      email,
      roles: personaRoles[persona],
      permissions: {},
    }
  }),
  ...Array.from({ length: seeded - personaNames.length }, (_, index): UserSeed => {
    const number = index + personaNames.length
    return {
      ...userOf(number),
      roles: turns[number % turns.length] ?? [],
      permissions: {},
      ...particular[number],
    }
  }),
]

/** The user of a number that no persona has: for every number the same one. */
export function userOf(number: number): User {
  const id = idOf(number)
  if (number === nameless) return numbered(number, id)
  const givenName = given[number % given.length] ?? ''
  const familyName = family[Math.floor(number / given.length) % family.length] ?? ''
  const email = `${plain(givenName)}.${plain(familyName)}.${number}@acme.example`
  return { ...numbered(number, id), name: `${givenName} ${familyName}`, givenName, familyName, email }
}

function numbered(number: number, id: string): User {
  const created = start + number * 7 * minute
  // One in nine has never been here.
  const logins = number % 9 === 8 ? 0 : 1 + ((number * 13) % 90)
  // Mixed up on purpose: who came first was not here last.
  const lastLogin = created + (((number * 7_919) % 100_003) + 1) * minute
  return { id, blocked: false, created, changed: created, logins, ...(logins > 0 ? { lastLogin } : {}) }
}

function idOf(number: number): string {
  const hex = number.toString(16).padStart(8, '0')
  if (number === nameless) return `sms|66f0c1a2b3d4e5f6${hex}`
  if (number % 11 === 5) return `google-oauth2|1066${String(number).padStart(17, '0')}`
  if (number % 11 === 7) return `waad|Ab-${hex}_x.y~Z`
  return `auth0|66f0c1a2b3d4e5f6${hex}`
}

function plain(name: string): string {
  const letters = name.normalize('NFD').replaceAll('ı', 'i').replaceAll('ß', 'ss')
  return letters.replace(/[^a-z]/gi, '').toLowerCase()
}
