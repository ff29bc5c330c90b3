// The roles of one member where they are changed on another page: what they hold and from where.
import { Link } from 'react-router'
import type { Assignment, Member, RoleCounts, Source } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Card, Stack } from '../../ui/layout.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { Table } from '../../ui/table.tsx'
import { useScope } from '../../use-scope.ts'
import { when } from '../fact-line.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { sourceSentence, strongestFirst } from './view.ts'

type ShownRolesProps = {
  of: Member & { assignments: Assignment[] }
  permissions: RoleCounts['permissions'] | undefined
}

/** The way to the other page and the roles, strongest first. */
export function ShownRoles({ of: { name, assignments }, permissions }: ShownRolesProps) {
  const scope = useScope()
  return (
    <>
      <Elsewhere />
      <Card title="Roles" flush>
        <Table
          label={`Roles of ${name}`}
          rows={strongestFirst(assignments, permissions)}
          rowKey={({ role }) => role.id}
          empty={<Empty title={`${name} holds no role here`} />}
          columns={[
            {
              key: 'role',
              head: 'Role',
              primary: true,
              width: '34%',
              cell: ({ role: { id, name }, active }) => (
                <>
                  <Link to={paths.role(id, { scope })}>{name}</Link>{' '}
                  {!active && <Badge tone="warn">Inactive: gives nothing</Badge>}
                </>
              ),
            },
            { key: 'source', head: 'Where from', cell: ({ sources }) => <Ways sources={sources} /> },
          ]}
        />
      </Card>
    </>
  )
}

/** One way below the other, each with the day it was given. */
function Ways({ sources }: { sources: readonly Source[] }) {
  return (
    <Stack gap="small">
      {sources.map((source) => (
        <div key={sourceSentence(source)}>
          <SecondLine below={source.since && when('since', source.since)}>
            {sourceSentence(source)}
          </SecondLine>
        </div>
      ))}
    </Stack>
  )
}
