import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applied, between, inverse, isEmpty, meet, remaining, sizeOf } from './delta.ts'

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'constructor'))
const sorted = (set: readonly string[]) => set.toSorted()

describe('changes to sets', () => {
  test('the change between two sets leads from one to the other, and its inverse back', () => {
    fc.assert(
      fc.property(ids, ids, (from, to) => {
        const change = between(from, to)
        expect(sorted(applied(from, change))).toEqual(sorted(to))
        expect(sorted(applied(to, inverse(change)))).toEqual(sorted(from))
        expect(isEmpty(change)).toBe(sorted(from).join() === sorted(to).join())
        expect(isEmpty(remaining(to, change))).toBe(true)
      }),
    )
  })

  test('a meeting keeps what each of two people did', () => {
    fc.assert(
      fc.property(ids, ids, ids, (base, theirs, mine) => {
        const staged = between(base, mine)
        const meeting = meet(base, theirs, staged)
        for (const id of staged.add) expect(meeting.merged).toContain(id)
        for (const id of staged.remove) expect(meeting.merged).not.toContain(id)
        for (const id of meeting.theirs.add) expect(meeting.merged).toContain(id)
        for (const id of meeting.theirs.remove) expect(meeting.merged).not.toContain(id)
        expect(sizeOf(meeting.yours) + sizeOf(meeting.both)).toBe(sizeOf(staged))
        expect(sorted(applied(theirs, meeting.yours))).toEqual(sorted(meeting.merged))
      }),
    )
  })

  test('what both did is nothing left to do', () => {
    const { theirs, yours, both, merged } = meet(['a', 'b'], ['a', 'c'], { add: ['c', 'd'], remove: ['b'] })
    expect(theirs).toEqual({ add: ['c'], remove: ['b'] })
    expect(yours).toEqual({ add: ['d'], remove: [] })
    expect(both).toEqual({ add: ['c'], remove: ['b'] })
    expect(merged).toEqual(['a', 'c', 'd'])
  })
})
