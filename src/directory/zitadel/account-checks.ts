// Holding what somebody filled in against the rules of accounts and credentials before anything is sent, and naming the field that
// Zitadel itself refuses.
import { Problem } from '../problem.ts'
import { type TextRule, type TextUse, wrongWith } from '../text-rule.ts'
import { accountTraits, tokenTraits } from './account-rules.ts'

type Field = 'login' | 'name' | 'description' | 'purpose'
type Rules = Partial<Record<Field, readonly [rule: TextRule, use: TextUse]>>

const ofAccounts: Rules = {
  login: [accountTraits.login, 'identifier'],
  name: [accountTraits.name, 'prose'],
  description: [accountTraits.description, 'prose'],
}
const ofCredentials: Rules = { name: [tokenTraits.name, 'prose'], purpose: [tokenTraits.purpose, 'prose'] }

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
