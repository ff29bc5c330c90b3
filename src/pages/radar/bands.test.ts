import { describe, expect, test } from 'vitest'
import type { Credential } from '../../directory/credentials.ts'
import { adviceFor } from './advice.ts'
import { bandOf, bands, inBands, pressing } from './bands.ts'
import { matching, ownersOf, viewIn } from './view.ts'

const now = Date.UTC(2026, 9, 1, 12)
const day = 86_400_000

function credential(id: string, days: number | null, more: Partial<Credential> = {}): Credential {
  return {
    id,
    kind: 'key',
    owner: { id: 'a1', name: 'Build server', kind: 'account' },
    name: `Key ${id}`,
    expiresAt: days === null ? null : new Date(now + days * day),
    ...more,
  }
}

const minute = 1 / 1440

describe('the band of a credential', () => {
  test.each([
    [-400, 'ended'],
    [-minute, 'ended'],
    [0, 'ended'],
    [minute, '1'],
    [1, '1'],
    [1 + minute, '7'],
    [7, '7'],
    [7 + minute, '14'],
    [14, '14'],
    [30, '30'],
    [30 + minute, '90'],
    [90, '90'],
    [90 + minute, 'later'],
    [36_500, 'later'],
    [null, 'never'],
  ])('that ends in %f days is “%s”', (days, id) => {
    expect(bandOf(credential('x', days), now).id).toBe(id)
  })

  test('every credential is in exactly one, the first to end first', () => {
    const all = [40, 3, null, -2, 2, 100, -5, 10, 20, 0.5].map((days, index) =>
      credential(String(index), days),
    )
    const old = credential('old', null, { createdAt: new Date(now - day) })
    const found = inBands([...all, old], now)
    expect([...found.keys()]).toEqual(bands.map(({ id }) => id))
    expect([...found].map(([id, ones]) => [id, ones.map((one) => one.id)])).toEqual([
      ['ended', ['6', '3']],
      ['1', ['9']],
      ['7', ['4', '1']],
      ['14', ['7']],
      ['30', ['8']],
      ['90', ['0']],
      ['later', ['5']],
      ['never', ['old', '2']],
    ])
  })

  test('what has ended and what ends within a week is pressing', () => {
    const all = [-1, 0.5, 7, 7.1, null].map((days, index) => credential(String(index), days))
    expect(pressing(all, now)).toEqual({ ended: 1, soon: 2 })
    expect(pressing([], now)).toEqual({ ended: 0, soon: 0 })
  })
})

describe('what to do', () => {
  const around = { now, replaced: false, timed: false }
  test.each([
    [credential('x', -1), around, 'If something still needs it, create a new key.'],
    [credential('x', 0.5), around, 'Rotate it today.'],
    [credential('x', 20), around, 'Rotate it before it ends'],
    [credential('x', 60), around, 'Plan its rotation.'],
    [credential('x', 200), around, 'Nothing yet.'],
    [credential('x', null), around, 'Rotate it to one that has an end'],
    [credential('x', null), { ...around, timed: true }, 'Set an end'],
    [credential('x', null, { kind: 'secret' }), { ...around, timed: true }, 'It has no end here'],
    [
      credential('x', 1, { fixed: 'It is the gateway’s own.' }),
      around,
      'Nothing can be done here: It is the gateway’s own.',
    ],
    [credential('x', null, { halfMade: true }), around, 'Finish it, or revoke it'],
    [credential('x', 3, { replaces: 'y' }), around, 'Finish its rotation: test it'],
    [credential('x', 3), { ...around, replaced: true }, 'Finish its rotation: then it can end.'],
  ])('%#: it says so', (one, where, said) => {
    expect(adviceFor(one, where)).toContain(said)
  })
})

describe('the view', () => {
  const others = [
    credential('1', 1),
    credential('2', 2, {
      owner: { id: 'b', name: 'Ada', kind: 'person' },
      purpose: 'Reports',
      hint: 'kos_Ab',
    }),
    credential('3', 3, { owner: { id: 'a10', name: 'Build server', kind: 'account' } }),
  ]

  test('is read from the address, and what makes no sense there is absent', () => {
    expect(viewIn(new URLSearchParams('q=x&owner=b&show=7&page=2&scope=s'))).toEqual({
      search: 'x',
      owner: 'b',
      show: '7',
      page: 2,
      scope: 's',
    })
    expect(viewIn(new URLSearchParams('show=8&page=-1'))).toEqual({
      search: '',
      owner: '',
      show: '',
      page: 1,
      scope: undefined,
    })
  })

  test.each([
    ['', '', ['1', '2', '3']],
    [' KOS_a ', '', ['2']],
    ['reports', '', ['2']],
    ['build', '', ['1', '3']],
    ['.*', '', []],
    ['', 'a10', ['3']],
    ['key', 'b', ['2']],
    ['', 'nobody', []],
  ])('of “%s” and owner “%s”', (search, owner, ids) => {
    expect(matching(others, { search, owner }).map(({ id }) => id)).toEqual(ids)
  })

  test('two owners of one name stay two', () => {
    expect(ownersOf(others).map(({ id }) => id)).toEqual(['b', 'a1', 'a10'])
  })
})
