import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesOf } from './import-text.ts'

const cells = (text: string) => linesOf(text).map((line) => line.cells)
const written = (text: string) => `"${text.replaceAll('"', '""')}"`

describe('lines and cells of a pasted text', () => {
  test.each([
    ['semicolons', 'a;b;c\nd;e;f'],
    ['commas', 'a,b,c\nd,e,f'],
    ['tabs', 'a\tb\tc\nd\te\tf'],
    ['CRLF', 'a;b;c\r\nd;e;f\r\n'],
    ['old line ends', 'a;b;c\rd;e;f'],
    ['a byte order mark', '\uFEFFa;b;c\nd;e;f'],
    ['empty lines', '\n\n  \na;b;c\n;;\n\nd;e;f\n\n'],
    ['space around cells', '  a ; b;c \n d;e ;f'],
    ['quotes', '"a";"b";"c"\n"d";"e";"f"'],
  ])('%s', (_what, text) => {
    expect(cells(text)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ])
  })

  test('the first record decides what separates, and quotes hide it', () => {
    expect(cells('a;b,c\nd,e;f')).toEqual([
      ['a', 'b,c'],
      ['d,e', 'f'],
    ])
    expect(cells('"a;b",c\nd,e')).toEqual([
      ['a;b', 'c'],
      ['d', 'e'],
    ])
    expect(cells('one\ntwo')).toEqual([['one'], ['two']])
  })

  test('quotes hold separators, line ends and doubled quotes', () => {
    expect(cells('k;"a ""b"" ;\r\nc"\nd;e')).toEqual([
      ['k', 'a "b" ;\r\nc'],
      ['d', 'e'],
    ])
    expect(cells('5" pipe;b')).toEqual([['5" pipe', 'b']])
  })

  test('lines are counted as an editor counts them', () => {
    expect(linesOf('a\r\n\r\n"b\nc"\nd').map(({ line }) => line)).toEqual([1, 3, 5])
  })

  test('a quote that is never closed is marked', () => {
    expect(linesOf('a;b\n"c;d\ne').map(({ open }) => open)).toEqual([undefined, true])
  })

  test('long cells and control characters come through as they are', () => {
    const long = 'x'.repeat(10_000)
    expect(cells(`${long};be\u0007ll`)).toEqual([[long, 'be\u0007ll']])
  })

  test('nothing is nothing', () => {
    expect(['', '\n', '\uFEFF', ';;\n  '].map(cells)).toEqual([[], [], [], []])
  })

  test('what is written by the rules of CSV is read back', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ';', ',', '\n', '\t', 'ß', '🛰') })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const text = rows.map((row) => row.map(written).join(';')).join('\r\n')
        const expected = rows.map((row) => row.map((one) => one.trim()))
        expect(cells(text)).toEqual(expected.filter((row) => row.some((one) => one !== '')))
      }),
    )
  })

  test('twenty thousand lines take no time', () => {
    const began = performance.now()
    expect(linesOf('key;name;group\n'.repeat(20_000))).toHaveLength(20_000)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})
