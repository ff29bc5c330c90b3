// Permissions of an Auth0 tenant behind the port: the APIs' scopes as the catalogue, and what roles hand out of it. Hides:
// that an API's permissions are one list, which people can only replace.
import type { EditablePermissions } from '../directory.ts'
import type { Permission, Resource } from '../model.ts'
import { Problem } from '../problem.ts'
import { wrongWith } from '../text-rule.ts'
import { type Apis, systemText } from './apis.ts'
import type { RolePermissions } from './role-permissions.ts'
import { limits, traits } from './traits.ts'
import { type Api, partsOf, permissionId, type Scope } from './wire.ts'

const { name, description } = traits.permissions

/** Makes the catalogue and, with it, what roles hand out. Failures are as the port says. */
export function permissionDirectory(apis: Apis, ofRoles: RolePermissions): EditablePermissions {
  return {
    async catalogue(options) {
      const { items, total, complete } = await apis.all(options)
      const missing = (total ?? items.length) - items.length
      return {
        resources: items.map(resourceOf),
        complete,
        trouble: complete
          ? []
          : [`${missing > 0 ? missing : 'Some'} of the tenant's APIs could not be read.`],
      }
    },

    async create({ resource, name: value, description: text = '' }) {
      refuseWrong(value, text)
      await apis.rewrite(resource, (scopes, maybeWritten) => {
        const there = scopes.find((scope) => scope.value === value)
        if (there && maybeWritten && there.description === text) return undefined
        if (there && maybeWritten) throw described(value, there)
        if (there) throw existing(value)
        if (scopes.length >= limits.perApi) {
          throw new Problem(
            'conflict',
            `This API has ${scopes.length} permissions, and Auth0 allows no more.`,
          )
        }
        return [...scopes, { value, description: text }]
      })
      return permissionOf(resource, { value, description: text })
    },

    async describe(seen, text) {
      const { value, api } = demandParts(seen.id)
      refuseWrong(undefined, text)
      if (text === (seen.description ?? '')) return { visible: true }
      await apis.rewrite(api, (scopes) => {
        const there = scopes.find((scope) => scope.value === value)
        if (!there) throw new Problem('conflict', `Somebody has deleted the permission “${value}” meanwhile.`)
        if (there.description === text) return undefined
        if (there.description !== (seen.description ?? '')) throw described(value, there)
        return scopes.map((scope) => (scope === there ? { value, description: text } : scope))
      })
      return { visible: true }
    },

    async delete(id) {
      const { value, api } = demandParts(id)
      await apis.rewrite(api, (scopes) => {
        const left = scopes.filter((scope) => scope.value !== value)
        return left.length === scopes.length ? undefined : left
      })
      return { visible: true }
    },

    granted: ofRoles.granted,
    change: ofRoles.change,
  }
}

function resourceOf({ identifier, name, isSystem, scopes }: Api): Resource {
  return {
    id: identifier,
    name,
    hint: identifier,
    permissions: scopes.map((scope) => permissionOf(identifier, scope)),
    ...(isSystem && { fixed: systemText }),
  }
}

function permissionOf(api: string, { value, description }: Scope): Permission {
  return {
    id: permissionId(value, api),
    resource: api,
    name: value,
    ...(description && { description }),
  }
}

function demandParts(id: string): { value: string; api: string } {
  const parts = partsOf(id)
  if (parts) return parts
  throw new Problem('not-found', `There is no permission “${id}”.`)
}

function refuseWrong(value: string | undefined, text: string): void {
  const fields: Record<string, string> = {}
  const wrongName = value === undefined ? undefined : wrongWith(name, value, 'identifier')
  if (wrongName) fields['name'] = wrongName
  // A scope is a word in a list that spaces separate (RFC 6749, section 3.3).
  else if (value !== undefined && /\s/u.test(value)) fields['name'] = 'Name cannot contain spaces.'
  const wrongText = wrongWith(description, text.replaceAll(/[\r\n\t]/g, ' '))
  if (wrongText) fields['description'] = wrongText
  const [first] = Object.values(fields)
  if (first) throw new Problem('invalid', first, { fields })
}

function existing(value: string): Problem {
  const message = `This API has a permission “${value}” already.`
  return new Problem('conflict', message, { fields: { name: message } })
}

function described(value: string, { description }: Scope): Problem {
  const now = description === '' ? 'without a description' : `“${description}”`
  const message = `Somebody has described “${value}” differently meanwhile. It is now ${now}.`
  return new Problem('conflict', message, { fields: { description: message } })
}
