// What Zitadel accepts of accounts and what this console keeps of credentials, in data for the forms.
import type { AccountTraits, KeyTraits, TokenTraits } from '../credentials.ts'
import type { TextRule } from '../text-rule.ts'

const login: TextRule = {
  label: 'User name',
  required: true,
  max: 200,
  hint: 'What Zitadel knows the account by, such as “nightly-report”. It has to be unique, and it cannot be changed here.',
}
const credentialName: TextRule = {
  label: 'Name',
  required: true,
  max: 100,
  hint: 'Where it is used, such as “Deploy pipeline”.',
}
const keeping = (what: string) =>
  `Zitadel keeps no names of ${what}. This console keeps them in the metadata of the account, which whoever may read the account or holds one of its tokens can read.`

/** The limits are those of Zitadel's own validation (user/v2, CreateUserRequest). */
export const accountTraits = {
  what: 'Service users of the organization: machines, with roles of their own.',
  login,
  name: { label: 'Name', required: true, max: 200 },
  description: { label: 'Description', required: false, max: 500 },
  access: 'roles',
  granting: 'assign roles',
  disabling: 'While an account is disabled, none of its tokens and keys works, and neither does its secret.',
  deleting:
    'Deleting an account deletes its tokens, its keys, its secret and its roles with it, at once and for good.',
} satisfies AccountTraits

export const tokenTraits = {
  who: 'Zitadel has personal access tokens for service users only: people cannot have one, not even of their own.',
  people: false,
  name: credentialName,
  purpose: { label: 'Purpose', required: false, max: 500 },
  keeping: keeping('tokens'),
  rights: 'owner',
  carrying:
    'A token may do whatever its account may do, now and later. Zitadel gives every token the scopes openid, profile, ' +
    'urn:zitadel:iam:user:metadata and urn:zitadel:iam:user:resourceowner.',
  endless: true,
} satisfies TokenTraits

export const keyTraits = {
  what: 'Pairs of RSA keys: an account signs a request for a short-lived access token with the private half, and Zitadel keeps the public half.',
  materials: ['browser', 'paste', 'provider'],
  name: credentialName,
  keeping: keeping('keys'),
  endless: true,
  secret: {
    setting:
      'An account has one secret. Setting a new one overwrites it at once: whatever still uses the old one stops working.',
    removable: true,
  },
} satisfies KeyTraits
