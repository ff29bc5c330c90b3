import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Assignment, Member, Scope } from '../../directory/model.ts'
import { csvOf, fileName, jsonOf, rowsOf } from './export.ts'
import { linesOf } from './lines.ts'

const scope: Scope = { id: 'project.grid', name: 'Grid, "twin"', what: 'Project', within: 'Nordwind' }
const at = new Date('2026-11-22T23:30:00Z')

const person = (id: string, assignments: Assignment[], rest: Partial<Member> = {}): Member => ({
  id,
  name: id,
  state: 'active',
  kind: 'person',
  assignments,
  ...rest,
})
const owner = { id: '1', name: 'Owner' }
const viewer = { id: '2', name: 'Viewer' }
const people = [
  person(
    'p1',
    [
      {
        role: viewer,
        rank: 2,
        active: true,
        sources: [
          { kind: 'direct', since: new Date('2026-01-02T03:04:05.678Z'), by: 'p2' },
          {
            kind: 'organization',
            name: 'Nordwind',
            scope: 'organization.nordwind',
            until: new Date('2027-01-01T00:00:00Z'),
          },
        ],
      },
      { role: owner, rank: 0, active: false, sources: [{ kind: 'direct' }] },
    ],
    { name: 'Zoë', email: 'zoe@nordwind.example' },
  ),
  person('p2', [{ role: owner, rank: 0, active: true, sources: [{ kind: 'direct' }] }], {
    kind: 'account',
    state: 'invited',
  }),
]

/** RFC 4180 by the letter, as a machine of its own; anything that the grammar does not allow is an error. */
function parsed(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let value = ''
  let state: 'start' | 'quoted' | 'quote' | 'end' = 'start'
  for (const char of text) {
    if (state === 'quoted') {
      if (char === '"') state = 'quote'
      else value += char
    } else if (state === 'quote' && char === '"') {
      value += char
      state = 'quoted'
    } else if (state === 'quote' && (char === ',' || char === '\r')) {
      record.push(value)
      value = ''
      if (char === '\r') {
        records.push(record)
        record = []
      }
      state = char === ',' ? 'start' : 'end'
    } else if (state === 'end' && char === '\n') {
      state = 'start'
    } else if (state === 'start' && char === '"') {
      state = 'quoted'
    } else {
      throw new Error(`“${char}” where the grammar allows none (${state})`)
    }
  }
  if (state !== 'start' || record.length > 0) throw new Error('The last record does not end')
  return records
}

/** The records of the file by the names of its columns. */
function recordsOf(csv: string): Record<string, string>[] {
  expect(csv.startsWith('\uFEFF')).toBe(true)
  const [head = [], ...records] = parsed(csv.slice(1))
  return records.map((record) => {
    expect(record).toHaveLength(head.length)
    return Object.fromEntries(head.map((name, index) => [name, record[index] ?? '']))
  })
}

describe('who holds what, as a file', () => {
  test('CSV has a row for each person, role and source, strongest first', () => {
    const records = recordsOf(csvOf({ lines: linesOf(people), scope, at }))
    expect(records.map(({ person_id, role, source, active }) => [person_id, role, source, active])).toEqual([
      ['p2', 'Owner', 'direct', 'true'],
      ['p1', 'Viewer', 'direct', 'true'],
      ['p1', 'Viewer', 'organization', 'true'],
      ['p1', 'Owner', 'direct', 'false'],
    ])
    expect(records[2]).toEqual({
      person_id: 'p1',
      name: 'Zoë',
      email: 'zoe@nordwind.example',
      kind: 'person',
      state: 'active',
      role_id: '2',
      role: 'Viewer',
      active: 'true',
      source: 'organization',
      source_name: 'Nordwind',
      source_scope: 'organization.nordwind',
      since: '',
      until: '2027-01-01T00:00:00.000Z',
      given_by: '',
      scope_id: 'project.grid',
      scope_name: 'Grid, "twin"',
    })
    expect(records[1]).toMatchObject({ since: '2026-01-02T03:04:05.678Z', given_by: 'p2' })
    expect(records[0]).toMatchObject({ kind: 'account', state: 'invited', email: '' })
  })

  test('JSON has the same rows as values, and says of what and when', () => {
    const lines = linesOf(people)
    const read: unknown = JSON.parse(jsonOf({ lines, scope, at }))
    expect(read).toEqual({
      scope: { id: 'project.grid', name: 'Grid, "twin"', what: 'Project', within: 'Nordwind' },
      exported_at: '2026-11-22T23:30:00.000Z',
      complete: true,
      access: rowsOf(lines),
    })
    expect(rowsOf(lines)[3]).toMatchObject({ active: false, email: 'zoe@nordwind.example', until: null })
  })

  test('a file name says what, where and when, in letters that every system takes', () => {
    expect(fileName({ lines: [], scope, at }, 'csv')).toBe('access-project.grid-2026-11-22.csv')
    const odd = { ...scope, id: '../a b:c' }
    expect(fileName({ lines: [], scope: odd, at }, 'json')).toBe('access-.._a_b_c-2026-11-22.json')
  })
})

/** What a hostile name is put together of. */
const hostile = fc
  .array(
    fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', ',', ';', '"', "'", ' ', 'a', '5', '🛰️'),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
const name = fc.oneof(hostile, fc.string({ unit: 'binary' }))
const fileOf = (name: string) =>
  csvOf({
    lines: linesOf([
      person('p', [{ role: owner, active: true, sources: [{ kind: 'direct' }] }], { name, email: name }),
    ]),
    scope: { ...scope, name },
    at,
  })

describe('names that a spreadsheet would calculate', () => {
  test.each([
    ['=HYPERLINK("http://evil.example","Click")', '\'=HYPERLINK("http://evil.example","Click")'],
    ['+1', "'+1"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['  =1', "'  =1"],
    ['a;=1+1', "a;'=1+1"],
    ['Rey, "=1"', 'Rey,\' "=1"'],
    ['two\r\n@lines', "two\r\n'@lines"],
    ['Mary-Ann = 5 + 3, a@b.example', 'Mary-Ann = 5 + 3, a@b.example'],
    ["'=1", "'=1"],
    ['', ''],
  ])('%j is written as %j', (given, written) => {
    expect(recordsOf(fileOf(given))).toMatchObject([{ name: written, email: written, scope_name: written }])
  })

  test('nothing but apostrophes is added, and other names come back as they were', () => {
    fc.assert(
      fc.property(name, (given) => {
        const [record] = recordsOf(fileOf(given))
        expect(record?.['name']?.replaceAll("'", '')).toBe(given.replaceAll("'", ''))
        if (!/[=+\-@＝＋－＠\t\r\n]/.test(given)) expect(record?.['name']).toBe(given)
      }),
    )
  })

  test('no cell begins like a formula, whatever a program takes for the end of one', () => {
    fc.assert(
      fc.property(name, (given) => {
        const file = fileOf(given)
        const cells = [...recordsOf(file).flatMap(Object.values), ...file.slice(1).split(/[,;\t\r\n]/)]
        expect(cells.filter((cell) => /^[\s"]*[=+\-@＝＋－＠]/.test(cell))).toEqual([])
        expect(
          recordsOf(file)
            .flatMap(Object.values)
            .filter((cell) => /^[\t\r\n]/.test(cell)),
        ).toEqual([])
      }),
    )
  })

  test('JSON gives every name back as it was', () => {
    fc.assert(
      fc.property(name, (given) => {
        const lines = linesOf([
          person('p', [{ role: owner, active: true, sources: [{ kind: 'direct' }] }], { name: given }),
        ])
        expect(JSON.parse(jsonOf({ lines, scope, at }))).toMatchObject({ access: [{ name: given }] })
      }),
    )
  })
})
