// What Zitadel accepts of accounts and what this console keeps of credentials, in data for the forms and as a check before
// anything is sent.
import type { AccountTraits, KeyTraits, TokenTraits } from '../credentials.ts'
import { Problem } from '../problem.ts'
import { type TextRule, type TextUse, wrongWith } from '../text-rule.ts'

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
  `Zitadel keeps no names of ${what}. This console keeps them in the metadata of the account, where everybody finds them who may read it.`

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

type Field = 'login' | 'name' | 'description' | 'purpose'
type Rules = Partial<Record<Field, readonly [rule: TextRule, use: TextUse]>>

const ofAccounts: Rules = {
  login: [login, 'identifier'],
  name: [accountTraits.name, 'prose'],
  description: [accountTraits.description, 'prose'],
}
const ofCredentials: Rules = { name: [credentialName, 'prose'], purpose: [tokenTraits.purpose, 'prose'] }

/** Throws an `invalid` problem with a sentence for each field that breaks its rule. Absent fields are not looked at. */
export function refuseWrongAccount(values: { login?: string; name?: string; description?: string }): void {
  refuse(ofAccounts, values)
}

/** The same for what a credential is called. */
export function refuseWrongCredential({ name, purpose }: { name: string; purpose?: string }): void {
  refuse(ofCredentials, { name, ...(purpose !== undefined && { purpose }) })
}

function refuse(rules: Rules, values: Partial<Record<Field, string>>): void {
  const fields: Record<string, string> = {}
  for (const field of ['login', 'name', 'description', 'purpose'] as const) {
    const rule = rules[field]
    const value = values[field]
    const wrong = rule && value !== undefined ? wrongWith(rule[0], value, rule[1]) : undefined
    if (wrong) fields[field] = wrong
  }
  const [first] = Object.values(fields)
  if (first) throw new Problem('invalid', first, { fields })
}

/** The problem with the field that Zitadel names: "invalid CreateUserRequest.Username: value length …". */
export function withAccountField(problem: Problem): Problem {
  const { kind, message, details } = problem
  const [, field] = /\.(User_?[Nn]ame|Name|Description):/.exec(details.said ?? '') ?? []
  if (kind !== 'invalid' || !field) return problem
  const name = field === 'Name' ? 'name' : field === 'Description' ? 'description' : 'login'
  return new Problem(kind, message, { ...details, fields: { [name]: 'Zitadel refuses this value.' } })
}
