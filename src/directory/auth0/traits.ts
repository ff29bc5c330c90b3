// What an Auth0 tenant has, in data: the rules of its fields, its limits, and what deletions take along. Limits are those of Auth0's
// entity limit policy; it names none for the name of a role, so that one is ours.
import type { Traits } from '../directory.ts'

/**
 * Most roles of a tenant, of one person (for the whole tenant, or in one organisation), permissions of a role and of an API, and
 * keys of an application.
 */
export const limits = { roles: 1_000, perMember: 50, perRole: 1_000, perApi: 1_000, keys: 2 }

/** Fewest characters of a word that Auth0 finds by its beginning (auth0.md 3.4). */
export const searchFrom = 3

export const traits = {
  scopes: { label: 'Tenant or organization' },
  roles: {
    name: { label: 'Name', required: true, max: 200, hint: 'Every role of the tenant has its own name.' },
    description: { label: 'Description', required: false, max: 255 },
    listed: 'paged',
    limit: limits.roles,
    deleting: 'Deleting a role takes it from everybody who holds it, in every organization.',
  },
  permissions: {
    keeping: 'Auth0 keeps them: each belongs to an API of the tenant and goes into the access tokens for it.',
    granting: 'edit roles',
    resource: 'API',
    resourceChosen: true,
    name: {
      label: 'Name',
      required: true,
      max: 280,
      hint: 'As applications ask for it, such as “read:orders”. It holds no spaces and can never be changed.',
    },
    description: { label: 'Description', required: false, max: 500 },
    perRole: limits.perRole,
    perResource: limits.perApi,
    cheap: false,
    deleting: 'Deleting a permission takes it from every role and from everybody who was given it directly.',
  },
  members: {
    listed: 'everyone',
    assignmentsListed: false,
    searchFrom,
    searched: 'the beginnings of names and email addresses',
    perMember: limits.perMember,
  },
  accounts: {
    what: 'Machine-to-machine applications of the tenant.',
    name: { label: 'Name', required: true, max: 200, hint: 'Several applications may have the same name.' },
    description: { label: 'Description', required: false, max: 140 },
    access: 'permissions',
    granting: 'grant to accounts',
    deleting:
      'Deleting an application ends its secret, its keys and its tokens at once. Access tokens that it got before hold until they expire.',
  },
  tokens: {
    who: 'You can have tokens of your own, and give them to applications that you may edit. Auth0 has no such tokens, so this console’s gateway issues and checks them.',
    people: true,
    name: { label: 'Name', required: true, max: 128 },
    purpose: { label: 'Purpose', required: false, max: 500 },
    keeping: 'The gateway keeps names and purposes beside the hash of each token.',
    rights: 'chosen',
    carrying:
      'A token carries the permissions chosen for it, and of those only what its owner holds at the moment it is used.',
    endless: false,
  },
  keys: {
    what:
      'Public keys by which an application signs in instead of by a secret. The first key makes its secret useless; when the last one ' +
      'is revoked the application goes back to a secret, to a new one that nobody knows.',
    materials: ['browser', 'paste'],
    name: { label: 'Name', required: true, max: 128 },
    perAccount: limits.keys,
    endless: true,
    secret: {
      setting:
        'Auth0 keeps one secret for each application: a new one takes the place of the one there is, within 30 seconds and without a way back. ' +
        'An application that signs in with keys has none until its last key is revoked.',
      removable: false,
    },
  },
} satisfies Traits
