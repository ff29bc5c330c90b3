// What a test does to the instance: another administrator at work, visible at once, lag or not, and crowds of
// everything for the tests at scale. Hides what a crowd is made of.
import { atOnce } from './history.ts'
import { kosmosProjectId } from './seed.ts'
import { human } from './seed-people.ts'
import { catalogue, roleSet, seedCatalogue, seedSets } from './seed-permissions.ts'
import type { Permission } from './seed-permissions.ts'
import type { AuthorizationFields, RoleFields, WorldState } from './world.ts'

/** Whose authorization: KOSMOS and the home organisation unless named. */
type Whose = { userId: string; projectId?: string; organizationId?: string }

export type WorldControls = {
  /** Adds or changes a role. */
  setRole: (role: { key: string } & Partial<RoleFields>, projectId?: string) => void
  /** Removes a role, also out of the authorizations. */
  removeRole: (key: string, projectId?: string) => void
  /** Adds so many roles `bulk-0001`… */
  addRoles: (count: number, projectId?: string) => void
  /** Makes or changes the one authorization there can be; active unless it is there and inactive. */
  setAuthorization: (
    whose: Whose & { roleKeys: readonly string[]; state?: AuthorizationFields['state'] },
  ) => void
  removeAuthorization: (whose: Whose) => void
  /** `value` is base64, as on the wire (`encoded` of seed-permissions.ts). */
  setMetadata: (key: string, value: string, organizationId?: string) => void
  removeMetadata: (key: string, organizationId?: string) => void
  /** Adds so many people `Person 00001`… to the home organisation. */
  addPeople: (count: number) => void
  /** Gives the role in KOSMOS to so many people without any there yet; adds people when there are too few. */
  addAuthorizations: (count: number, roleKey: string) => void
  /** Adds so many permissions `bulk:0001`… to what the seed has in KOSMOS's catalogue and for each of the roles. */
  addPermissions: (count: number, roleKeys: readonly string[]) => void
}

const firstOfCrowd = 1_000_000

export function worldControls(world: WorldState): WorldControls {
  const find = ({ userId, projectId, organizationId }: Whose) =>
    world
      .authorizations(projectId)
      .find(
        (one) => one.userId === userId && one.organizationId === (organizationId ?? world.homeOrganizationId),
      )

  const controls: WorldControls = {
    setRole({ key, ...changes }, projectId = kosmosProjectId) {
      const known = world.listedRoles(projectId, Infinity).find((role) => role.key === key)
      const { displayName = key, group = '' } = { ...known, ...changes }
      world.writeRole(projectId, { key, displayName, group }, atOnce)
    },
    removeRole(key, projectId = kosmosProjectId) {
      world.dropRole(projectId, key, atOnce)
    },
    addRoles(count, projectId = kosmosProjectId) {
      for (const number of upTo(count)) {
        const role = { key: `bulk-${padded(number, 4)}`, displayName: `Bulk ${number}`, group: 'Bulk' }
        world.writeRole(projectId, role, atOnce)
      }
    },
    setAuthorization({ userId, projectId = kosmosProjectId, organizationId, roleKeys, state }) {
      const known = find({ userId, projectId, ...(organizationId !== undefined && { organizationId }) })
      const fields = {
        ...(known && { id: known.id }),
        userId,
        projectId,
        organizationId: organizationId ?? world.homeOrganizationId,
        roleKeys: [...roleKeys],
        state: state ?? known?.state ?? 'ACTIVE',
      }
      world.writeAuthorization(fields, atOnce)
    },
    removeAuthorization(whose) {
      const known = find(whose)
      if (known) world.dropAuthorization(known.id, atOnce)
    },
    setMetadata(key, value, organizationId = world.homeOrganizationId) {
      world.writeMetadata(organizationId, { key, value }, atOnce)
    },
    removeMetadata(key, organizationId = world.homeOrganizationId) {
      world.dropMetadata(organizationId, key, atOnce)
    },
    addPeople(count) {
      const before = world.people.filter(({ familyName }) => /^\d{5,}$/.test(familyName)).length
      for (const number of upTo(count)) {
        const name = padded(before + number, 5)
        const person = human(firstOfCrowd + before + number, 'Person', name, `person.${name}@nuvanta.example`)
        world.writePerson(person, atOnce)
      }
    },
    addAuthorizations(count, roleKey) {
      const authorized = new Set(world.authorizations().map(({ userId }) => userId))
      const free = () =>
        world.people.filter(
          ({ id, type, organizationId }) =>
            type === 'HUMAN' && organizationId === world.homeOrganizationId && !authorized.has(id),
        )
      controls.addPeople(Math.max(0, count - free().length))
      for (const { id: userId } of free().slice(0, count)) {
        world.writeAuthorization(
          {
            userId,
            projectId: kosmosProjectId,
            organizationId: world.homeOrganizationId,
            roleKeys: [roleKey],
            state: 'ACTIVE',
          },
          atOnce,
        )
      }
    },
    addPermissions(count, roleKeys) {
      const added: Permission[] = upTo(count).map((number) => ({
        name: `bulk:${padded(number, 4)}`,
        description: `Bulk ${number}`,
      }))
      const names = added.map(({ name }) => name)
      for (const fields of [
        catalogue(kosmosProjectId, [...seedCatalogue, ...added]),
        ...roleKeys.map((role) => roleSet(kosmosProjectId, role, [...seedSetOf(role), ...names])),
      ]) {
        world.writeMetadata(world.homeOrganizationId, fields, atOnce)
      }
    },
  }
  return controls
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')

/** A role may be called `constructor`. */
const seedSetOf = (role: string): readonly string[] =>
  (Object.hasOwn(seedSets, role) ? seedSets[role] : undefined) ?? []
