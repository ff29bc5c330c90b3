// What an import would do, row by row, before anything is sent. Pure.
import type { Traits } from '../../directory/directory.ts'
import type { Role, RoleDraft } from '../../directory/model.ts'
import { type TextRule, wrongWith } from '../../directory/text-rule.ts'
import { linesOf, type Line } from './import-text.ts'

/** Most rows of one import. */
const mostRows = 1000

export type Verdict =
  | { kind: 'new' | 'exists' }
  | { kind: 'wrong'; why: string }
  | { kind: 'twice'; first: number }

export type PlannedRow = {
  /** Unique in the plan. */
  key: string
  line: number
  draft: RoleDraft
  verdict: Verdict
}

export type Plan = {
  rows: PlannedRow[]
  /** Why nothing of it can be created. */
  trouble?: string
}

type RoleTraits = NonNullable<Traits['roles']>
type Field = 'id' | 'name' | 'description' | 'group'

/** The columns that an import has at this directory, in order, each with its rule. */
export function importColumns(traits: RoleTraits): { field: Field; rule: TextRule }[] {
  const all = [
    { field: 'id', rule: traits.id },
    { field: 'name', rule: traits.name },
    { field: 'description', rule: traits.description },
    { field: 'group', rule: traits.group },
  ] as const
  return all.flatMap(({ field, rule }) => (rule ? [{ field, rule }] : []))
}

const headers = new Map<string, Field>([
  ['key', 'id'],
  ['role', 'id'],
  ['role key', 'id'],
  ['id', 'id'],
  ['name', 'name'],
  ['display name', 'name'],
  ['displayname', 'name'],
  ['description', 'description'],
  ['group', 'group'],
])

/** The fields that a heading names, or null where the record is not one. */
function headingOf({ cells }: Line): (Field | undefined)[] | null {
  const fields = cells.map((cell) => headers.get(cell.toLowerCase()))
  const named = fields.filter((field) => field !== undefined)
  const clear = named.length === cells.filter((cell) => cell !== '').length
  return clear && (named.includes('name') || named.includes('id')) ? fields : null
}

/** `existing` are all roles that there are; `left` is how many more the directory takes. */
export function planOf(text: string, traits: RoleTraits, existing: readonly Role[], left: number): Plan {
  const columns = importColumns(traits)
  const lines = linesOf(text)
  const heading = lines[0] ? headingOf(lines[0]) : null
  const order = heading ?? columns.map(({ field }) => field)
  const body = heading ? lines.slice(1) : lines
  if (body.length > mostRows)
    return {
      rows: [],
      trouble: `These are ${body.length.toLocaleString('en')} rows; at most 1,000 can be imported at once.`,
    }
  const identity = traits.id ? 'id' : 'name'
  const taken = new Set(existing.map((role) => role[identity]))
  const seen = new Map<string, number>()
  let fresh = 0
  function verdictOf(name: string, line: number, why: string | undefined): Verdict {
    if (why !== undefined) return { kind: 'wrong', why }
    const first = seen.get(name)
    if (first !== undefined) return { kind: 'twice', first }
    seen.set(name, line)
    if (taken.has(name)) return { kind: 'exists' }
    fresh += 1
    if (fresh <= left) return { kind: 'new' }
    return { kind: 'wrong', why: `There can be at most ${traits.limit?.toLocaleString('en')} roles.` }
  }
  const rows = body.map((record): PlannedRow => {
    const { line } = record
    const { draft, why } = draftOf(record, order, columns, identity)
    return { key: String(line), line, draft, verdict: verdictOf(draft[identity] ?? '', line, why) }
  })
  return { rows }
}

function draftOf(
  { cells, open }: Line,
  order: readonly (Field | undefined)[],
  columns: readonly { field: Field; rule: TextRule }[],
  identity: Field,
): { draft: RoleDraft; why?: string } {
  const value = (field: Field) => cells[order.indexOf(field)] ?? ''
  // A list of keys alone is common: the key is then the name as well.
  const name = value('name') === '' && identity === 'id' ? value('id') : value('name')
  const has = (field: Field) => columns.some((column) => column.field === field) && value(field) !== ''
  const draft: RoleDraft = {
    ...(has('id') && { id: value('id') }),
    name,
    ...(has('description') && { description: value('description') }),
    ...(has('group') && { group: value('group') }),
  }
  if (open) return { draft, why: 'A quotation mark is opened and never closed.' }
  if (cells.slice(order.length).some((cell) => cell !== ''))
    return { draft, why: `It has ${cells.length} columns; there are ${order.length}.` }
  for (const { field, rule } of columns) {
    const wrong = wrongWith(rule, draft[field] ?? '', field === 'id' ? 'identifier' : 'prose')
    if (wrong !== undefined) return { draft, why: wrong }
  }
  return { draft }
}
