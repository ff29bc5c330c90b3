import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import type { Calls } from './calls.ts'
import { covers, strengthCheck, type Membership } from './stronger.ts'

const instance = (...roles: string[]): Membership => ({
  over: 'instance',
  id: '',
  name: '',
  organization: '',
  roles,
})
const organization = (id: string, ...roles: string[]): Membership => ({
  over: 'organization',
  id,
  name: id,
  organization: id,
  roles,
})
const project = (id: string, owner: string, ...roles: string[]): Membership => ({
  over: 'project',
  id,
  name: id,
  organization: owner,
  roles,
})

const org = organization('A', 'ORG_OWNER')
test.each<[string, Membership[], Membership, string, boolean]>([
  ['nobody', [], org, 'ORG_OWNER', false],
  ['the same role', [organization('A', 'ORG_USER_MANAGER')], org, 'ORG_USER_MANAGER', true],
  ['another role', [organization('A', 'ORG_USER_MANAGER')], org, 'ORG_OWNER', false],
  ['the owner', [organization('A', 'ORG_OWNER')], org, 'ORG_USER_MANAGER', true],
  ['the owner of another organization', [organization('B', 'ORG_OWNER')], org, 'ORG_OWNER', false],
  ['the owner of the instance', [instance('IAM_OWNER')], org, 'ORG_OWNER', true],
  ['who looks at the instance', [instance('IAM_OWNER_VIEWER')], org, 'ORG_OWNER', false],
  ['the owner, of the instance', [org], instance('IAM_OWNER'), 'IAM_OWNER', false],
  ['the owner, of a project in it', [org], project('P', 'A', 'PROJECT_OWNER'), 'PROJECT_OWNER', true],
  ['the owner, of a project elsewhere', [org], project('P', 'B', 'PROJECT_OWNER'), 'PROJECT_OWNER', false],
  [
    'the owner of the project, who looks',
    [project('P', 'A', 'PROJECT_OWNER')],
    project('P', 'A'),
    'PROJECT_OWNER_VIEWER',
    true,
  ],
  ['of another project', [project('Q', 'A', 'PROJECT_OWNER')], project('P', 'A'), 'PROJECT_OWNER', false],
])('%s', (_, own, thing, role, expected) => {
  expect(covers(own, thing, role)).toBe(expected)
})

/** An instance that answers the two questions. */
function asking(theirs: unknown, own: unknown = {}) {
  const asked: string[] = []
  const calls: Pick<Calls, 'host' | 'rest'> = {
    host: 'zitadel.example',
    async rest(_method, path) {
      asked.push(path)
      const answer = path.startsWith('/auth/') ? own : theirs
      if (answer instanceof Problem) throw answer
      return answer
    },
  }
  const refuse = strengthCheck(calls)
  return { asked, work: () => refuse({ id: '310', name: 'CI runner' }) }
}

const rows = (...result: object[]) => ({ details: { totalResult: String(result.length) }, result })

test('an account without any administrator role is nobody’s better', async () => {
  const { work, asked } = asking({})
  await work()
  expect(asked).toEqual(['/management/v1/users/310/memberships/_search'])
})

test('a stronger account is refused, with the role and where it holds', async () => {
  const owner = { roles: ['ORG_OWNER'], displayName: 'Nuvanta', orgId: 'A' }
  const manager = { roles: ['ORG_USER_MANAGER'], displayName: 'Nuvanta', orgId: 'A' }
  await expect(asking(rows(owner), rows(manager)).work()).rejects.toMatchObject({
    kind: 'forbidden',
    message:
      'Nothing was made for “CI runner”, so that nobody gets more rights than they have: ' +
      'the account has the administrator role ORG_OWNER in “Nuvanta”, and you do not.',
  })
  await asking(rows(manager), rows(owner)).work()
})

test('what is over a thing that we do not know is refused', async () => {
  const odd = { roles: ['NEW_KIND_OF_OWNER'], displayName: 'Something' }
  const owner = { roles: ['ORG_OWNER'], orgId: 'A' }
  await expect(asking(rows(odd), rows(owner)).work()).rejects.toMatchObject({ kind: 'forbidden' })
})

test.each([
  [
    new Problem('forbidden', 'No.'),
    'forbidden',
    /could not be read\. That takes the right user\.membership\.read/,
  ],
  [new Problem('away', 'Nobody answers.'), 'away', /could not be read\. Nobody answers\./],
  [new Problem('signed-out', 'Over.'), 'signed-out', /^Over\.$/],
  [{ details: { totalResult: '5000' }, result: [] }, 'unexpected', /only a part/],
])('what cannot be read: %s', async (answer, kind, message) => {
  await expect(asking(answer).work()).rejects.toMatchObject({ kind, message: expect.stringMatching(message) })
})
