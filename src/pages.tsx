// The pages of the console, in the order of the sidebar: where each is, what it needs, and the module that draws it. Routes,
// guards and sidebar are made from this one table.
import type { ComponentType, ReactNode } from 'react'
import type { LoaderFunction } from 'react-router'
import type { Traits } from './directory/directory.ts'
import type { Grant } from './directory/grants.ts'
import { Icon } from './ui/icons.tsx'

/** What a page's module exports. */
export type PageModule = { Component: ComponentType; loader?: LoaderFunction }

export type PageEntry = {
  /** Relative to the page above it; empty for the start address. */
  path: string
  load: () => Promise<PageModule>
  /** Without it the page is not for this person. */
  grant?: Grant
  /** What the directory must have for the page to make sense. */
  trait?: keyof Traits
  /** What can be changed there where it is not fixed. */
  edits?: 'roles' | 'permissions'
  /** How it stands in the sidebar. */
  nav?: { label: string; icon: ReactNode }
  /** Dialogs over the page, each with an address of its own. */
  children?: PageEntry[]
}

export const pages: PageEntry[] = [
  { path: '', load: () => import('./pages/home.tsx') },
  {
    path: 'session',
    load: () => import('./pages/session/session.tsx'),
    nav: { label: 'Session', icon: <Icon name="session" /> },
  },
  {
    path: 'projects',
    load: () => import('./pages/projects/projects.tsx'),
    trait: 'projects',
    nav: { label: 'Projects', icon: <Icon name="projects" /> },
  },
  {
    path: 'access',
    load: () => import('./pages/access/access.tsx'),
    grant: 'read members',
    trait: 'access',
    nav: { label: 'Access', icon: <Icon name="access" /> },
    children: [{ path: 'add', load: () => import('./pages/access/add-access.tsx'), grant: 'assign roles' }],
  },
  {
    path: 'access/compare',
    load: () => import('./pages/access/compare.tsx'),
    grant: 'read members',
    trait: 'access',
  },
  {
    path: 'roles',
    load: () => import('./pages/roles/roles.tsx'),
    grant: 'read roles',
    trait: 'roles',
    nav: { label: 'Roles', icon: <Icon name="roles" /> },
    children: [
      {
        path: 'new',
        load: () => import('./pages/roles/new-role.tsx'),
        grant: 'create roles',
        edits: 'roles',
      },
      {
        path: 'import',
        load: () => import('./pages/roles/import-roles.tsx'),
        grant: 'create roles',
        edits: 'roles',
      },
      {
        path: ':id/edit',
        load: () => import('./pages/roles/edit-role.tsx'),
        grant: 'edit roles',
        edits: 'roles',
      },
    ],
  },
  {
    path: 'role/:id',
    load: () => import('./pages/role/role.tsx'),
    grant: 'read roles',
    trait: 'roles',
  },
  {
    path: 'roles/matrix',
    load: () => import('./pages/matrix/matrix.tsx'),
    grant: 'read permissions',
    trait: 'permissions',
  },
  {
    path: 'permissions',
    load: () => import('./pages/permissions/permissions.tsx'),
    grant: 'read permissions',
    trait: 'permissions',
    nav: { label: 'Permissions', icon: <Icon name="permissions" /> },
    children: [
      {
        path: 'new',
        load: () => import('./pages/permissions/new-permission.tsx'),
        grant: 'edit permissions',
        edits: 'permissions',
      },
    ],
  },
  {
    path: 'members',
    load: () => import('./pages/members/members.tsx'),
    grant: 'read members',
    trait: 'members',
    nav: { label: 'Members', icon: <Icon name="members" /> },
  },
  {
    path: 'members/:id',
    load: () => import('./pages/members/member.tsx'),
    grant: 'read members',
    trait: 'members',
  },
  {
    path: 'accounts',
    load: () => import('./pages/accounts/accounts.tsx'),
    grant: 'read accounts',
    trait: 'accounts',
    nav: { label: 'Accounts', icon: <Icon name="accounts" /> },
    children: [
      { path: 'new', load: () => import('./pages/accounts/new-account.tsx'), grant: 'create accounts' },
      { path: ':id/edit', load: () => import('./pages/accounts/edit-account.tsx'), grant: 'edit accounts' },
    ],
  },
  {
    path: 'account/:id',
    load: () => import('./pages/account/account.tsx'),
    grant: 'read accounts',
    trait: 'accounts',
  },
  {
    path: 'tokens',
    load: () => import('./pages/tokens/tokens.tsx'),
    grant: 'read tokens',
    trait: 'tokens',
    nav: { label: 'Tokens', icon: <Icon name="tokens" /> },
    children: [{ path: 'new', load: () => import('./pages/tokens/new-token.tsx'), grant: 'issue tokens' }],
  },
  {
    path: 'keys',
    load: () => import('./pages/keys/keys.tsx'),
    grant: 'read keys',
    trait: 'keys',
    nav: { label: 'Keys', icon: <Icon name="keys" /> },
    children: [{ path: 'new', load: () => import('./pages/keys/new-key.tsx'), grant: 'issue keys' }],
  },
  {
    path: 'radar',
    load: () => import('./pages/radar/radar.tsx'),
    grant: 'read keys',
    trait: 'keys',
    nav: { label: 'Expiring', icon: <Icon name="radar" /> },
  },
]

/** Whether a page cannot be shown yet, because a scope has to be chosen first. */
export function isScopeMissing(traits: Traits, trait: keyof Traits | undefined, scope?: string): boolean {
  return traits.projects !== undefined && scope === undefined && trait !== undefined && trait !== 'projects'
}

/** The sidebar for a directory of these traits at a scope: an entry is there only when its page makes sense. */
export function navigation(traits: Traits, scope?: string) {
  return pages.flatMap(({ path, nav, trait, grant }) =>
    nav && (!trait || traits[trait]) && !isScopeMissing(traits, trait, scope)
      ? [{ to: `/${path}${scope === undefined ? '' : `?scope=${encodeURIComponent(scope)}`}`, ...nav, grant }]
      : [],
  )
}
