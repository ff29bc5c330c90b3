// What a Zitadel instance has, in data for the pages.
import type { Traits } from '../directory.ts'
import { accountTraits, keyTraits, tokenTraits } from './account-rules.ts'
import { roleTraits } from './role-rules.ts'

export const permissionTraits = {
  keeping: "Zitadel's roles carry no permissions. This console keeps them in the organization's metadata.",
  granting: 'edit permissions',
  resource: 'Area',
  resourceChosen: false,
  name: {
    label: 'Name',
    required: true,
    max: 200,
    hint: 'What applications know the permission by, such as “conversations:read”. What stands before the colon is its area.',
  },
  description: { label: 'Description', required: false, max: 500 },
  cheap: true,
  deleting: 'Deleting a permission takes it out of every role of this project.',
} satisfies Traits['permissions']

export const traits: Traits = {
  scopes: { label: 'Organization and project' },
  roles: roleTraits,
  permissions: permissionTraits,
  members: {
    listed: 'holders',
    assignmentsListed: true,
    searchFrom: 1,
    searched: 'name, login name and email address',
  },
  accounts: accountTraits,
  tokens: tokenTraits,
  keys: keyTraits,
}
