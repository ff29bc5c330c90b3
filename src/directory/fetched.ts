// Abilities whose code is fetched when the first call of theirs comes, so that a page pays only for what it uses. Each function
// hands every call on; an ability that may be absent is named by the caller.
import type { AccountDirectory, CredentialDirectory } from './credentials.ts'
import type {
  EditablePermissions,
  EditableRoles,
  MemberDirectory,
  PermissionDirectory,
  RoleDirectory,
  ScopeDirectory,
} from './directory.ts'

export function fetchedScopes(load: () => Promise<ScopeDirectory>): ScopeDirectory {
  return {
    list: async (query) => (await load()).list(query),
    get: async (id, signal) => (await load()).get(id, signal),
  }
}

export function fetchedRoles(load: () => Promise<RoleDirectory>): RoleDirectory {
  return {
    list: async (query) => (await load()).list(query),
    get: async (id, signal) => (await load()).get(id, signal),
  }
}

export function fetchedEditableRoles(load: () => Promise<EditableRoles>): EditableRoles {
  return {
    ...fetchedRoles(load),
    create: async (draft) => (await load()).create(draft),
    update: async (id, change) => (await load()).update(id, change),
    delete: async (id) => (await load()).delete(id),
  }
}

export function fetchedPermissions(load: () => Promise<PermissionDirectory>): PermissionDirectory {
  return {
    catalogue: async (options) => (await load()).catalogue(options),
    granted: async (role, options) => (await load()).granted(role, options),
  }
}

export function fetchedEditablePermissions(load: () => Promise<EditablePermissions>): EditablePermissions {
  return {
    ...fetchedPermissions(load),
    create: async (draft) => (await load()).create(draft),
    describe: async (seen, description) => (await load()).describe(seen, description),
    delete: async (id) => (await load()).delete(id),
    change: async (role, change, options) => (await load()).change(role, change, options),
  }
}

export function fetchedMembers(load: () => Promise<MemberDirectory>): MemberDirectory {
  return {
    list: async (query) => (await load()).list(query),
    get: async (id, signal) => (await load()).get(id, signal),
    search: async (query) => (await load()).search(query),
    change: async (id, change, options) => (await load()).change(id, change, options),
    effective: async (id, options) => (await load()).effective(id, options),
  }
}

export function fetchedAccounts(load: () => Promise<AccountDirectory>): AccountDirectory {
  return {
    list: async (query) => (await load()).list(query),
    get: async (id, signal) => (await load()).get(id, signal),
    create: async (draft) => (await load()).create(draft),
    update: async (id, change) => (await load()).update(id, change),
    delete: async (id) => (await load()).delete(id),
  }
}

export function fetchedCredentials(load: () => Promise<CredentialDirectory>): CredentialDirectory {
  return {
    inventory: async (options) => (await load()).inventory(options),
    policy: async (signal) => (await load()).policy(signal),
    revoke: async (credential) => (await load()).revoke(credential),
    endRotation: async (credential) => (await load()).endRotation(credential),
    recipes: async (credential) => (await load()).recipes(credential),
  }
}
