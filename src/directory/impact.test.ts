import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { impact, type Holder } from './impact.ts'

const named = (...ids: string[]) => ids.map((id) => ({ id, name: `Role ${id}` }))
const holder = (name: string, ...roles: string[]): Holder => ({ id: name, name, roles: named(...roles) })

describe('what people lose when roles go', () => {
  const sets = new Map([
    ['editor', ['read', 'write', 'delete']],
    ['reader', ['read']],
    ['writer', ['write', 'delete', 'read']],
    ['empty', []],
  ])

  test('is net of their other roles, and says through which they keep the rest', () => {
    expect(impact(['editor'], [holder('Ana', 'editor', 'reader'), holder('Ben', 'editor')], sets)).toEqual([
      { id: 'Ben', name: 'Ben', lost: ['read', 'write', 'delete'], kept: [] },
      {
        id: 'Ana',
        name: 'Ana',
        lost: ['write', 'delete'],
        kept: [{ permission: 'read', through: 'Role reader' }],
      },
    ])
  })

  test('is nothing where another role gives it all, or the role gives nothing', () => {
    const [full] = impact(['editor'], [holder('Ana', 'editor', 'writer')], sets) ?? []
    expect(full?.lost).toEqual([])
    expect(full?.kept).toHaveLength(3)
    expect(impact(['empty'], [holder('Ana', 'empty', 'reader')], sets)?.[0]).toMatchObject({
      lost: [],
      kept: [],
    })
    expect(impact(['editor'], [], sets)).toEqual([])
  })

  test('counts several roles that go together, each permission once', () => {
    const [loss] = impact(['editor', 'writer'], [holder('Ana', 'editor', 'writer', 'reader')], sets) ?? []
    expect(loss?.lost).toEqual(['write', 'delete'])
    expect(loss?.kept).toEqual([{ permission: 'read', through: 'Role reader' }])
  })

  test('is not computed where the set of a role was not read', () => {
    expect(impact(['editor'], [holder('Ana', 'editor', 'unread')], sets)).toBeNull()
    expect(impact(['unread'], [holder('Ana', 'unread')], sets)).toBeNull()
  })

  test('lost and kept together are what the roles gave, whatever they are called', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString'))
    fc.assert(
      fc.property(ids, ids, ids, ids, (first, second, gone, held) => {
        const all = new Map([...held, ...gone].map((id, n) => [id, n % 2 === 0 ? first : second]))
        const [loss] = impact(gone, [holder('x', ...held)], all) ?? []
        const had = new Set(held.filter((id) => gone.includes(id)).flatMap((id) => all.get(id) ?? []))
        const kept = loss?.kept.map(({ permission }) => permission) ?? []
        expect(new Set([...(loss?.lost ?? []), ...kept])).toEqual(had)
        expect(kept.filter((permission) => loss?.lost.includes(permission))).toEqual([])
      }),
    )
  })
})
