// Our own writes over lists that lag behind: shown at once, shown once, and never over what somebody did after us.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSettling, cursorOf, type Reading, readingOf, type Settled } from './settling.ts'

type Row = Settled & { name: string }

const at = (seconds: number) => new Date(seconds * 1000)
const row = (id: string, name: string, written = 0): Row => ({
  id,
  name,
  createdAt: at(0),
  updatedAt: at(written),
})
const page = (rows: Row[], total = rows.length) => ({ rows, given: rows.length, total })
const rename = (name: string) => (one: Row) => ({ ...one, name })

function local() {
  let time = 0
  return { now: () => time, pass: (ms: number) => void (time += ms) }
}

test('a created row is there at once, marked, until the server shows it', () => {
  const settling = createSettling<Row>()
  settling.created(row('new', 'New', 5), at(5))
  const stale = settling.over(page([row('a', 'A')]))
  expect(stale.rows).toEqual([row('a', 'A'), { ...row('new', 'New', 5), settling: true }])
  expect(stale.total).toBe(2)

  const fresh = settling.over(page([row('a', 'A'), row('new', 'New', 5)]))
  expect(fresh.rows.map(({ id, settling }) => [id, settling])).toEqual([
    ['a', undefined],
    ['new', undefined],
  ])
  // Seen once, it is the server's: where it lacks afterwards, somebody has deleted it.
  expect(settling.over(page([row('a', 'A')]))).toMatchObject({ rows: [{ id: 'a' }], total: 1 })
})

test('a changed row shows the change over the old version, several changes together', () => {
  const settling = createSettling<Row & { group?: string }>()
  settling.changed('a', rename('B'), at(5))
  settling.changed('a', (one) => ({ ...one, group: 'G' }), at(6))
  expect(settling.over(page([row('a', 'A')])).rows).toEqual([
    { ...row('a', 'A'), name: 'B', group: 'G', settling: true },
  ])
  // The server has the first change and not yet the second.
  expect(settling.over(page([row('a', 'B', 5)])).rows).toMatchObject([
    { name: 'B', group: 'G', settling: true },
  ])
  expect(settling.over(page([row('a', 'B', 6)])).rows).toEqual([row('a', 'B', 6)])
})

test('a deleted row is gone, and the total with it', () => {
  const settling = createSettling<Row>()
  settling.deleted('a', at(5))
  expect(settling.over(page([row('a', 'A'), row('b', 'B')]))).toMatchObject({ rows: [{ id: 'b' }], total: 1 })
})

test('what another administrator did after us wins over all three', () => {
  const settling = createSettling<Row>()
  settling.created(row('a', 'Ours', 5), at(5))
  settling.changed('b', rename('Ours'), at(5))
  settling.deleted('c', at(5))
  const theirs = [row('a', 'Theirs', 7), row('b', 'Theirs', 7), { ...row('c', 'Theirs'), createdAt: at(7) }]
  expect(settling.over(page(theirs))).toMatchObject({ rows: theirs, total: 3 })
})

test('a row that was deleted and made again is the new one, in the old one’s place', () => {
  const settling = createSettling<Row>()
  settling.deleted('a', at(5))
  settling.created(row('a', 'Again', 6), at(6))
  expect(settling.over(page([row('a', 'Old')])).rows).toEqual([{ ...row('a', 'Again', 6), settling: true }])
  settling.changed('a', rename('Renamed'), at(7))
  expect(settling.over(page([])).rows).toMatchObject([{ name: 'Renamed', settling: true }])
})

test('after a minute the server is believed', () => {
  const clock = local()
  const settling = createSettling<Row>(clock.now)
  settling.created(row('new', 'New', 5), at(5))
  clock.pass(59_999)
  expect(settling.over(page([])).rows).toHaveLength(1)
  clock.pass(1)
  expect(settling.over(page([])).rows).toEqual([])
})

test('a search shows our row only if it matches, and drops what no longer does', () => {
  const settling = createSettling<Row>()
  const fits = ({ name }: Row) => name.includes('x')
  settling.created(row('new', 'New', 5), at(5))
  settling.changed('a', rename('other'), at(5))
  expect(settling.over(page([row('a', 'ax'), row('b', 'bX')]), undefined, fits)).toMatchObject({
    // What the server found by its own idea of a match stays.
    rows: [{ id: 'b' }],
    total: 1,
  })
})

test('ids that every object has are ids like any other', () => {
  const settling = createSettling<Row>()
  settling.created(row('__proto__', 'P', 5), at(5))
  settling.deleted('constructor', at(5))
  const { rows } = settling.over(page([row('toString', 'T'), row('constructor', 'C')]))
  expect(rows.map(({ id }) => id)).toEqual(['toString', '__proto__'])
})

test('a cursor survives being opaque; another text is none', () => {
  const reading: Reading = { offset: 500, placed: ['__proto__', 'ü'], hidden: 2 }
  expect(readingOf(cursorOf(reading))).toEqual(reading)
  for (const text of [undefined, '', '500', 'null', '{"offset":-1}', '{"offset":0,"placed":[],"hidden":0}']) {
    expect(readingOf(text)).toBeUndefined()
  }
})

test('whatever was written, and whatever of it the server shows, pages give each row once and the right total', () => {
  const write = fc.record({
    id: fc.integer({ min: 0, max: 12 }).map(String),
    act: fc.constantFrom('create', 'change', 'delete'),
  })
  fc.assert(
    fc.property(
      fc.array(write),
      fc.array(write),
      fc.nat(),
      fc.integer({ min: 1, max: 5 }),
      (before, ours, shown, size) => {
        const truth = new Map<string, Row>()
        const versions: Row[][] = []
        const settling = createSettling<Row>()
        const run = (writes: typeof ours, isOurs: boolean) => {
          for (const { id, act } of writes) {
            const second = versions.length + 1
            const old = truth.get(id)
            if ((act === 'create') === (old !== undefined)) continue
            const next = {
              ...(old ?? { id, createdAt: at(second) }),
              name: `v${second}`,
              updatedAt: at(second),
            }
            if (act === 'delete') truth.delete(id)
            else truth.set(id, next)
            if (isOurs && act === 'create') settling.created(next, at(second))
            if (isOurs && act === 'change') settling.changed(id, () => next, at(second))
            if (isOurs && act === 'delete') settling.deleted(id, at(second))
            versions.push([...truth.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)))
          }
        }
        run(before, false)
        const first = versions.length
        run(ours, true)
        // The server shows the state after any one of our writes, or before the first.
        const state = Math.max(0, first - 1) + (shown % (versions.length - first + 1))
        const server = (first === 0 && shown % (versions.length + 1) === 0 ? [] : versions[state]) ?? []
        const seen: Row[] = []
        let total = 0
        let reading: Reading | undefined
        do {
          const offset = reading?.offset ?? 0
          const rows = server.slice(offset, offset + size)
          const laid = settling.over({ rows, given: rows.length, total: server.length }, reading)
          seen.push(...laid.rows)
          ;({ total, reading } = laid)
        } while (reading.offset < server.length)
        const byId = (rows: Row[]) => rows.map(({ id, name }) => `${id} ${name}`).toSorted()
        expect(byId(seen)).toEqual(byId([...truth.values()]))
        expect(total).toBe(truth.size)
      },
    ),
  )
})
