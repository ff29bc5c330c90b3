// Who holds what as a file: CSV for spreadsheets, JSON for programs. Fetched on request.
import type { Scope, Source } from '../../directory/model.ts'
import type { Line } from './lines.ts'

/** What is written: a row for each person, role and source. */
export type Exported = { lines: readonly Line[]; scope: Scope; at: Date }

const columns = [
  'person_id',
  'name',
  'email',
  'kind',
  'state',
  'role_id',
  'role',
  'active',
  'source',
  'source_name',
  'source_scope',
  'since',
  'until',
  'given_by',
] as const

type Value = string | boolean | null
type Row = Record<(typeof columns)[number], Value>

/** One row for each way in which somebody holds a role; null where there is nothing, or nobody said. */
export function rowsOf(lines: readonly Line[]): Row[] {
  return lines.flatMap(({ person, held }) =>
    held.flatMap(({ role, active, sources }) =>
      sources.map((source) => ({
        person_id: person.id,
        name: person.name,
        email: person.email ?? null,
        kind: person.kind,
        state: person.state,
        role_id: role.id,
        role: role.name,
        active,
        source: source.kind,
        source_name: nameOf(source),
        source_scope: source.scope ?? null,
        since: source.since?.toISOString() ?? null,
        until: source.until?.toISOString() ?? null,
        given_by: source.by ?? null,
      })),
    ),
  )
}

const nameOf = (source: Source) => (source.kind === 'direct' ? null : source.name)

/** Values as they are; `complete` because nothing else is exported. */
export function jsonOf({ lines, scope, at }: Exported): string {
  const { id, name, what, within } = scope
  const whole = {
    scope: { id, name, what, within },
    exported_at: at.toISOString(),
    complete: true,
    access: rowsOf(lines),
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}

/**
 * RFC 4180, every field in quotes. Begins with a byte order mark: without it spreadsheets take the names for another encoding, and
 * programs have the JSON.
 */
export function csvOf({ lines, scope }: Exported): string {
  const rows = rowsOf(lines).map((row) =>
    record(columns.map((column) => row[column]).concat(scope.id, scope.name)),
  )
  return `\uFEFF${record([...columns, 'scope_id', 'scope_name'])}${rows.join('')}`
}

const record = (values: readonly Value[]) => `${values.map(field).join(',')}\r\n`

function field(value: Value): string {
  return `"${harmless(String(value ?? '')).replaceAll('"', '""')}"`
}

/**
 * A spreadsheet calculates what begins like a formula, and may take a separator inside for the end of a cell (OWASP, CSV Injection).
 * An apostrophe in front makes it text: at the beginning, and after whatever separates cells or rows somewhere.
 */
function harmless(text: string): string {
  return text
    .replaceAll(/(?:\r\n|[,;\t\r\n])(?=[\s"]*[=+\-@＝＋－＠])/g, "$&'")
    .replace(/^(?=[\s"]*[=+\-@＝＋－＠]|[\t\r\n])/, "'")
}

/** `access-project.grid-2026-11-22.csv`: nothing in it that a file system refuses. */
export function fileName({ scope, at }: Exported, ending: 'csv' | 'json'): string {
  const place = scope.id.replaceAll(/[^\w.-]+/g, '_')
  return `access-${place}-${at.toISOString().slice(0, 10)}.${ending}`
}
