import { describe, expect, test } from 'vitest'
import type { Traits } from '../../directory/directory.ts'
import { planOf } from './import-plan.ts'
import { limitOf } from './limit.ts'

const text = (label: string, required = true) => ({ label, required, max: 200 })
const keyed: NonNullable<Traits['roles']> = {
  id: text('Key'),
  name: text('Name'),
  group: text('Group', false),
  listed: 'whole',
  deleting: '',
}
const named: NonNullable<Traits['roles']> = {
  name: text('Name'),
  description: text('Description', false),
  listed: 'paged',
  limit: 1000,
  deleting: '',
}
const existing = [{ id: 'admin', name: 'Administrator' }]
const verdicts = (input: string, traits = keyed, left = Infinity) =>
  planOf(input, traits, existing, left).rows.map(({ verdict }) => verdict)
const lines = (n: number) => Array.from({ length: n }, (_, i) => `k${i}`).join('\n')

describe('what an import would do', () => {
  test('reads the columns of the directory in order, or as a heading names them', () => {
    expect(planOf('editor;Editor;Staff', keyed, [], Infinity).rows[0]?.draft).toEqual({
      id: 'editor',
      name: 'Editor',
      group: 'Staff',
    })
    const headed = planOf('Group,Display name,KEY\nStaff,Editor,editor', keyed, [], Infinity).rows
    expect(headed).toHaveLength(1)
    expect(headed[0]).toMatchObject({ line: 2, draft: { id: 'editor', name: 'Editor', group: 'Staff' } })
    expect(planOf('Editor;May edit', named, [], Infinity).rows[0]?.draft).toEqual({
      name: 'Editor',
      description: 'May edit',
    })
  })

  test('takes the key for the name where there is only a key', () => {
    expect(planOf('editor\nreader', keyed, [], Infinity).rows.map(({ draft }) => draft)).toEqual([
      { id: 'editor', name: 'editor' },
      { id: 'reader', name: 'reader' },
    ])
  })

  test('knows what is new, exists, stands twice or is wrong', () => {
    expect(
      verdicts('editor;Editor\nadmin;Administrator\neditor;Another\n;No key\nbe\u0007ll;Bell\na;b;c;d'),
    ).toEqual([
      { kind: 'new' },
      { kind: 'exists' },
      { kind: 'twice', first: 1 },
      { kind: 'wrong', why: 'Key is required.' },
      { kind: 'wrong', why: 'Key contains a line break or another control character.' },
      { kind: 'wrong', why: 'It has 4 columns; there are 3.' },
    ])
    expect(verdicts('Administrator\nadmin', named)).toEqual([{ kind: 'exists' }, { kind: 'new' }])
  })

  test('says what is too long or never closed', () => {
    expect(verdicts(`${'k'.repeat(10_000)};x`)[0]).toMatchObject({ why: expect.stringContaining('10000') })
    expect(verdicts('"editor;Editor')[0]).toMatchObject({ why: expect.stringContaining('never closed') })
  })

  test('knows beforehand what the limit leaves out', () => {
    expect(verdicts('a\nb\nAdministrator\nc', named, 2).map(({ kind }) => kind)).toEqual([
      'new',
      'new',
      'exists',
      'wrong',
    ])
  })

  test('refuses more than a thousand rows as a whole', () => {
    expect(planOf(`key\n${lines(1000)}`, keyed, [], Infinity).rows).toHaveLength(1000)
    expect(planOf(lines(1001), keyed, [], Infinity)).toEqual({
      rows: [],
      trouble: 'These are 1,001 rows; at most 1,000 can be imported at once.',
    })
  })

  test('is not fooled by keys that every object has', () => {
    expect(verdicts('__proto__\nconstructor').map(({ kind }) => kind)).toEqual(['new', 'new'])
  })
})

describe('the most roles that there can be', () => {
  test.each([
    [undefined, 5, {}],
    [1000, null, {}],
    [1000, 899, {}],
    [1000, 999, { near: '999 of at most 1,000 roles exist: one more fits.' }],
    [1000, 900, { near: '900 of at most 1,000 roles exist: 100 more fit.' }],
    [1000, 1000, { full: expect.stringContaining('1,000 is the most') }],
  ])('%s with %s', (limit, total, said) => {
    const { left, ...words } = limitOf(limit, total)
    expect(words).toEqual(said)
    expect(left).toBe(limit === undefined || total === null ? Infinity : limit - total)
  })
})
