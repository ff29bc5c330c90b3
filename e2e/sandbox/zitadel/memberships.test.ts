// What somebody administers, asked for by v1.
import { expect, test } from 'vitest'
import type { PersonaName } from '../personas.ts'
import { subOf } from '../personas.ts'
import { homeOrganizationId, otherOrganizationId } from './seed.ts'
import { special } from './seed-people.ts'
import { items, startInstance } from './testing.ts'

type Instance = ReturnType<typeof startInstance>
const of = (instance: Instance, userId: string, body: object = {}, name: PersonaName = 'admin') =>
  instance.rest(name, 'POST', `/management/v1/users/${userId}/memberships/_search`, body)
const mine = (instance: Instance, name: PersonaName) =>
  instance.rest(name, 'POST', '/auth/v1/memberships/me/_search', {})

test('of a service user that administers the organisation', async () => {
  const instance = startInstance()
  const { body } = await of(instance, special.root, {}, 'keykeeper')
  expect(body).toEqual({
    details: expect.objectContaining({ totalResult: '1' }),
    result: [
      {
        userId: special.root,
        details: expect.objectContaining({ resourceOwner: homeOrganizationId }),
        roles: ['ORG_OWNER'],
        displayName: 'Nuvanta',
        orgId: homeOrganizationId,
      },
    ],
  })
  expect((await of(instance, special.machine)).body).not.toHaveProperty('result')
})

test('takes user.membership.read, which the guest lacks', async () => {
  const instance = startInstance()
  expect((await of(instance, special.root, {}, 'viewer')).status).toBe(200)
  expect((await of(instance, special.root, {}, 'guest')).status).toBe(404)
})

test('within the organisation of the call, with the instance', async () => {
  const instance = startInstance()
  const { world } = instance
  world.setAdministrator(special.root, ['ORG_OWNER'], { organizationId: otherOrganizationId })
  world.setAdministrator(special.root, ['IAM_OWNER'], 'instance')
  expect(items(await of(instance, special.root), 'result')).toMatchObject([
    { iam: true, roles: ['IAM_OWNER'] },
    { orgId: homeOrganizationId },
  ])
  const queries = [{ iamQuery: { iam: true } }]
  expect(items(await of(instance, special.root, { queries }), 'result')).toHaveLength(1)
  expect((await of(instance, special.root, { queries: [{}] })).status).toBe(400)
  world.setAdministrator(special.root, [], 'instance')
  expect(items(await of(instance, special.root), 'result')).toHaveLength(1)
})

test('of oneself everywhere, whatever one may', async () => {
  const instance = startInstance()
  expect(items(await mine(instance, 'admin'), 'result').map(({ orgId }) => orgId)).toEqual([
    homeOrganizationId,
    otherOrganizationId,
  ])
  expect(items(await mine(instance, 'keykeeper'), 'result')).toMatchObject([
    { userId: subOf('kosmos', 'keykeeper'), roles: ['ORG_USER_MANAGER'] },
  ])
  expect(items(await mine(instance, 'guest'), 'result')).toEqual([])
})

test('an administrator of the instance may do everything in every organisation', async () => {
  const instance = startInstance()
  instance.world.setAdministrator(subOf('kosmos', 'guest'), ['IAM_OWNER'], 'instance')
  const add = await instance.user('guest', 'AddSecret', { userId: special.machineElsewhere })
  expect(add.status).toBe(200)
})
