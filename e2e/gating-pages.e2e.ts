// What each person may see and do on the pages about one role, permissions and members: a page that is forbidden says which right
// it needs and asks the directory for nothing, and a control that is off names the right of its own.
import type { Page } from 'playwright/test'
import { paths } from '../src/paths.ts'
import { peopleOf } from './people.ts'
import type { PersonaName } from './sandbox/personas.ts'
import type { SandboxPlatform } from './sandbox/sandbox.ts'
import { expectOff, heading, signIn } from './steps.ts'
import { expect, expectAccessible, test, type Options } from './test.ts'
import { worldOf } from './worlds.ts'

type Vendor = Options['vendor']
type Place =
  | 'permissions'
  | 'newPermission'
  | 'members'
  | 'member'
  | 'role'
  | 'matrix'
  | 'importRoles'
  | 'accounts'
  | 'newAccount'
  | 'tokens'
  | 'newToken'
  | 'keys'
  | 'newKey'
  | 'radar'

/** What each page and each control needs, as the directory calls it. */
const needed = {
  kosmos: {
    'read roles': 'project.role.read',
    'create roles': 'project.role.write',
    'edit roles': 'project.role.write',
    'delete roles': 'project.role.delete',
    'read permissions': 'org.read',
    'edit permissions': 'org.write',
    'change what roles grant': 'org.write',
    'read members': 'user.grant.read',
    'assign roles': 'user.grant.write',
    'unassign roles': 'user.grant.delete',
    'read accounts': 'user.read',
    'create accounts': 'user.write',
    'read tokens': 'user.read',
    'issue tokens': 'user.write',
    'read keys': 'user.read',
    'issue keys': 'user.write',
  },
  acme: {
    'read roles': 'read:roles',
    'create roles': 'create:roles',
    'edit roles': 'update:roles',
    'delete roles': 'delete:roles',
    'read permissions': 'read:resource_servers',
    'edit permissions': 'update:resource_servers',
    'change what roles grant': 'update:roles',
    'read members': 'read:users',
    'assign roles': 'create:role_members',
    'unassign roles': 'delete:role_members',
    'read accounts': 'read:clients',
    'create accounts': 'create:clients',
    'read tokens': 'read:tokens',
    'issue tokens': 'create:tokens',
    'read keys': 'read:clients',
    'issue keys': 'update:client_keys',
  },
} as const satisfies Record<Vendor, Record<string, string>>
type Need = keyof (typeof needed)[Vendor]

const needs = (vendor: Vendor, need: Need) =>
  new RegExp(String.raw`^Needs ${needed[vendor][need].replaceAll('.', String.raw`\.`)}\. Looked at `)

/** Roles, permissions and members: not a keykeeper's. */
const ofRoles = {
  permissions: 'read permissions',
  newPermission: 'read permissions',
  members: 'read members',
  member: 'read members',
  role: 'read roles',
  matrix: 'read permissions',
  importRoles: 'read roles',
} as const satisfies Partial<Record<Place, Need>>
const reads: Record<Place, Need> = {
  ...ofRoles,
  accounts: 'read accounts',
  newAccount: 'read accounts',
  tokens: 'read tokens',
  newToken: 'read tokens',
  keys: 'read keys',
  newKey: 'read keys',
  radar: 'read keys',
}

/** What signing in and the frame ask for: who this is, what they may do, and where they are. */
const ofFrame =
  /^(discovery|jwks|authorize|login|exchange|refresh|machine|userinfo|permissions|getProject|listProjects|getOrganization|listOrganizations)$/
/** What counts the credentials that end soon, for the sidebar of whoever may see them. */
const ofBadge = /^(list(Users|Tokens|Keys|UserMetadata|Clients|Credentials|ClientGrants))$/
/** What the directory was asked for beyond that, preflights left out. */
const asked = ({ journal }: SandboxPlatform, name: PersonaName = 'guest') =>
  journal
    .entries()
    .filter(({ operation, method }) => operation && method !== 'OPTIONS' && !ofFrame.test(operation))
    .filter(({ operation = '' }) => name === 'guest' || !ofBadge.test(operation))
    .map(({ operation }) => operation)

const entries = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link')

/** What somebody is refused: a page, and what it needs. */
const onlyWrites = { newPermission: 'edit permissions', importRoles: 'create roles' } as const
const alsoOfAccounts = {
  newAccount: 'create accounts',
  newToken: 'issue tokens',
  newKey: 'issue keys',
} as const
const refused: [Vendor, PersonaName, Partial<Record<Place, Need>>][] = [
  ['kosmos', 'guest', reads],
  ['kosmos', 'viewer', { ...onlyWrites, ...alsoOfAccounts }],
  ['kosmos', 'keykeeper', onlyWrites],
  ['acme', 'guest', reads],
  ['acme', 'keykeeper', ofRoles],
  ['acme', 'viewer', { ...onlyWrites, ...alsoOfAccounts }],
]
for (const [id, name, pages] of refused)
  test(`tells a ${name} at ${Object.keys(pages).join(', ')} what each needs, and asks for nothing @${id === 'kosmos' ? 'zitadel' : 'auth0'}`, async ({
    page,
    platform,
    sandbox,
    vendor,
  }) => {
    const world = worldOf(sandbox, vendor)
    const addresses: Record<Place, string> = {
      permissions: paths.permissions(),
      newPermission: paths.newPermission(),
      members: paths.members(),
      member: paths.member(peopleOf(sandbox, vendor).person.id),
      role: paths.role(world.idOf(world.role)),
      matrix: paths.matrix(),
      importRoles: paths.importRoles(),
      accounts: paths.accounts(),
      newAccount: paths.newAccount(),
      tokens: paths.tokens(),
      newToken: paths.newToken(),
      keys: paths.keys(),
      newKey: paths.newKey(),
      radar: paths.radar(),
    }
    await signIn(page, platform, name, paths.session())
    for (const [place, address] of Object.entries(addresses)) {
      const need = Object.entries(pages).find(([one]) => one === place)?.[1]
      if (need === undefined) continue
      await page.goto(address)
      await expect(heading(page, 'This page is not for your account')).toBeVisible()
      await expect(page).toHaveURL(address)
      const why = page.getByRole('region', { name: 'Why' })
      await expect(why.getByRole('definition').first()).toHaveText(needed[vendor][need])
      await expect(why).toContainText(vendor === 'acme' ? 'whoever assigns roles' : 'an organization owner')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await expectAccessible(page)
    expect(asked(platform, name)).toEqual([])
    await expect(entries(page)).toHaveText([
      'Session',
      'Roles',
      'Permissions',
      'Members',
      'Accounts',
      'Tokens',
      'Keys',
      // Behind it may stand how many do.
      /^Expiring/,
    ])
  })

test('the sidebar leads a guest to what each page would need', async ({ page, platform, vendor }) => {
  await signIn(page, platform, 'guest', paths.session())
  for (const [label, need] of [
    ['Roles', 'read roles'],
    ['Permissions', 'read permissions'],
    ['Members', 'read members'],
  ] as const) {
    await entries(page).filter({ hasText: label }).click()
    await expect(page).toHaveURL(`/${label.toLowerCase()}`)
    await expect(heading(page, 'This page is not for your account')).toBeFocused()
    await expect(page.getByRole('region', { name: 'Why' })).toContainText(needed[vendor][need])
  }
  expect(asked(platform)).toEqual([])
})

test('a viewer sees the catalogue and the matrix, and each control that is off names its right', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { name } = peopleOf(sandbox, vendor).permission
  await signIn(page, platform, 'viewer', paths.permissions({ search: name }))
  const edit = needs(vendor, 'edit permissions')
  await expectOff(page.getByRole('link', { name: 'Create permission' }), edit)
  await expectOff(page.getByRole('button', { name: `Describe ${name}` }), edit)
  await expectOff(page.getByRole('button', { name: `Delete ${name}` }), edit)

  await entries(page).filter({ hasText: 'Roles' }).click()
  await expectOff(page.getByRole('link', { name: 'Import' }), needs(vendor, 'create roles'))
  await page.getByRole('link', { name: 'Matrix' }).click()
  await expect(heading(page, 'Matrix')).toBeVisible()
  const right = needed[vendor]['change what roles grant']
  await expect(page.getByRole('main')).toContainText(`Needs ${right}. Looked at `)
  await expect(page.getByRole('grid').getByRole('checkbox').first()).toHaveAttribute('aria-disabled', 'true')
})

test('a viewer sees a role and who holds it, and each control that is off names its right', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const world = worldOf(sandbox, vendor)
  const id = world.idOf(world.role)
  await signIn(page, platform, 'viewer', paths.role(id, { search: world.granted }))
  const box = page.getByRole('checkbox', { name: new RegExp(`^${world.granted} `) })
  await expect(box).toBeDisabled()
  await expect(box).toHaveAccessibleDescription(needs(vendor, 'change what roles grant'))
  await page.goto(paths.role(id, { tab: 'members' }))
  await expectOff(page.getByRole('link', { name: 'Edit', exact: true }), needs(vendor, 'edit roles'))
  await expectOff(page.getByRole('link', { name: 'Duplicate' }), needs(vendor, 'create roles'))
  await expectOff(page.getByRole('button', { name: 'Delete', exact: true }), needs(vendor, 'delete roles'))
  await expectOff(page.getByRole('button', { name: 'Assign', exact: true }), needs(vendor, 'assign roles'))
  await expectOff(
    page.getByRole('button', { name: /^Unassign from / }).first(),
    needs(vendor, 'unassign roles'),
  )
})

test('a viewer sees the members and one of them, and each control that is off names its right', async ({
  page,
  platform,
  sandbox,
  vendor,
}) => {
  const { person, held } = peopleOf(sandbox, vendor)
  await signIn(page, platform, 'viewer', paths.members({ search: person.find }))
  await expectOff(page.getByRole('button', { name: 'Assign role' }), needs(vendor, 'assign roles'))
  await page.getByRole('table', { name: 'Members' }).getByRole('link', { name: person.name }).click()
  await expect(heading(page, person.name)).toBeVisible()
  await expectOff(page.getByRole('button', { name: 'Assign roles' }), needs(vendor, 'assign roles'))
  await expectOff(page.getByRole('button', { name: `Unassign ${held}` }), needs(vendor, 'unassign roles'))
})

test('a keykeeper may say who holds which role, and not what it grants @zitadel', async ({
  page,
  sandbox,
}) => {
  const { kosmos } = sandbox
  const { person, held } = peopleOf(sandbox, 'kosmos')
  await signIn(page, kosmos, 'keykeeper', paths.member(person.id))
  await expect(page.getByRole('button', { name: 'Assign roles' })).toBeEnabled()
  await expect(page.getByRole('button', { name: `Unassign ${held}` })).toBeEnabled()
  await entries(page).filter({ hasText: 'Members' }).click()
  await expect(page.getByRole('button', { name: 'Assign role' })).toBeEnabled()

  await page.goto(paths.role('operator', { tab: 'members' }))
  await expect(page.getByRole('button', { name: 'Assign', exact: true })).toBeEnabled()
  await expect(page.getByRole('button', { name: /^Unassign from / }).first()).toBeEnabled()
  await expectOff(page.getByRole('link', { name: 'Edit', exact: true }), needs('kosmos', 'edit roles'))
  await expectOff(page.getByRole('button', { name: 'Delete', exact: true }), needs('kosmos', 'delete roles'))
  await page.goto(paths.role('operator', { search: 'agents:read' }))
  const box = page.getByRole('checkbox', { name: /^agents:read / })
  await expect(box).toBeDisabled()
  await expect(box).toHaveAccessibleDescription(needs('kosmos', 'change what roles grant'))

  await page.goto(paths.permissions({ search: 'agents:read' }))
  await expectOff(page.getByRole('link', { name: 'Create permission' }), needs('kosmos', 'edit permissions'))
  expect(asked(kosmos).filter((name = '') => /^(set|add|create|update|delete|remove)/.test(name))).toEqual([])
})
