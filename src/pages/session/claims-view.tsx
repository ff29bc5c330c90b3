// Claims, explained: who and for whom first, rights as lists, and every other claim with its raw value.
import type { ReactNode } from 'react'
import { isRoleClaim, isTime, meaningOf, rightsIn } from '../../session/claims.ts'
import { numericDate, type Claims } from '../../session/id-token.ts'
import { Badge } from '../../ui/badge.tsx'
import { Details } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Table } from '../../ui/table.tsx'
import { clock } from '../../ui/time.ts'

const leading = ['sub', 'iss', 'aud', 'azp', 'client_id'] as const
const longest = 4000 // characters of a raw value that are drawn

/** The raw value as JSON, cut where nobody would read on; never throws, however deep the value is. */
function raw(value: unknown): string {
  try {
    const json = JSON.stringify(value, null, 1) ?? 'undefined'
    const flat = json.length < 200 ? JSON.stringify(value) : json
    return flat.length > longest ? `${flat.slice(0, longest)}… (${flat.length} characters)` : flat
  } catch {
    return 'Nested too deeply to be shown.'
  }
}

/** One claim's value for people: times as times, text as text, everything else as it stands. */
function shown(name: string, value: unknown): ReactNode {
  if (isTime(name)) {
    const seconds = numericDate(value)
    return seconds === null ? 'not a date' : clock(seconds * 1000)
  }
  const text = typeof value === 'string' ? value : raw(value)
  return text.length > 120 ? <Details summary={`${text.slice(0, 60)}…`}>{<pre>{text}</pre>}</Details> : text
}

function Rights({ list }: { list: string[] }) {
  const first = list.slice(0, 100)
  return (
    <Row gap="small">
      {first.map((entry) => (
        <Badge key={entry}>{entry}</Badge>
      ))}
      {list.length > first.length && <span>and {list.length - first.length} more</span>}
    </Row>
  )
}

/** A whole set of claims. */
export function ClaimsView({ claims }: { claims: Claims }) {
  const { roles, permissions, scopes } = rightsIn(claims)
  const lists = [
    { term: 'Roles', list: roles },
    { term: 'Permissions', list: permissions },
    { term: 'Scopes', list: scopes },
  ].filter(({ list }) => list.length > 0)
  const others = [...claims].filter(([name]) => !leading.some((known) => known === name))
  return (
    <Stack>
      <Facts
        items={[
          ...leading
            .filter((name) => claims.has(name))
            .map((name) => ({
              term: name,
              value: shown(name, claims.get(name)),
              mono: true,
              note: meaningOf(name),
            })),
          ...lists.map(({ term, list }) => ({ term, value: <Rights list={list} /> })),
        ]}
      />
      <Details summary={`All other claims (${others.length})`}>
        <Table
          label="Other claims"
          rows={others}
          rowKey={([name]) => name}
          empty="There are none."
          columns={[
            { key: 'claim', head: 'Claim', primary: true, mono: true, width: '30%', cell: ([name]) => name },
            { key: 'value', head: 'Value', cell: ([name, value]) => shown(name, value) },
            {
              key: 'raw',
              head: 'Raw',
              mono: true,
              cell: ([name, value]) => (isTime(name) ? raw(value) : ''),
            },
            {
              key: 'meaning',
              head: 'Meaning',
              cell: ([name]) =>
                meaningOf(name) ?? (isRoleClaim(name) ? 'Roles' : 'A claim of this provider or application'),
            },
          ]}
        />
      </Details>
    </Stack>
  )
}
