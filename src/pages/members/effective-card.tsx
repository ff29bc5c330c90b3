// Everything that one member may do, and why: through which role, and where that comes from.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Effective, Resource, Way } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { catalogue, effective, having, progressOf, queryClient } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Few } from '../../ui/few.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Highlight } from '../../ui/highlight.tsx'
import { Card, Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { Table } from '../../ui/table.tsx'
import { Working } from '../../ui/working.tsx'
import { useScope } from '../../use-scope.ts'
import { CoversLine } from '../permissions/covers-line.tsx'
import { byResource, wayText, type Held, type HeldOf } from './effective-view.ts'
import { NotRead } from '../not-read.tsx'

type EffectiveCardProps = { id: string; name: string }

/** Reads by itself only where that is cheap; else on demand, with its progress and a way to end it. */
export function EffectiveCard({ id, name }: EffectiveCardProps) {
  const scope = useScope()
  const { cheap } = having(connected().directory?.traits.permissions)
  const [wanted, setWanted] = useState(cheap)
  const options = effective(scope, id)
  const { data, error, isFetching, refetch } = useQuery({ ...options, enabled: wanted })
  const { data: step } = useQuery(progressOf(options.queryKey))
  return (
    <Card
      title="What this lets them do"
      aside={data && `${data.complete ? '' : 'at least '}${counted(data.permissions.length, 'permission')}`}
    >
      {!wanted && !data && (
        <Stack gap="small">
          <p>
            Every permission of {name}, and through which role. This is read role by role and may take a
            while.
          </p>
          <Button onClick={() => setWanted(true)}>Work it out</Button>
        </Stack>
      )}
      {isFetching && !data && (
        <Working
          what="Working out what this comes to"
          done={step?.done ?? 0}
          total={step?.total ?? null}
          onCancel={() => {
            setWanted(false)
            void queryClient.cancelQueries({ queryKey: options.queryKey, exact: true })
          }}
        />
      )}
      {error && !isFetching && <NotRead error={error} again={() => void refetch()} />}
      {data && <Listed of={data} name={name} />}
    </Card>
  )
}

function Listed({ of: { permissions, complete, trouble }, name }: { of: Effective; name: string }) {
  const { data } = useQuery(catalogue(useScope()))
  const [search, setSearch] = useState('')
  const groups = byResource(permissions, data?.resources, search)
  const found = groups.reduce((sum, { held }) => sum + held.length, 0)
  return (
    <Stack>
      {(trouble.length > 0 || !complete) && (
        <Note tone="warn" title={complete ? 'Not all of it is covered' : 'This is not everything'}>
          {trouble.length === 0
            ? 'Some of it could not be read.'
            : trouble.map((one) => <p key={one}>{one}</p>)}
        </Note>
      )}
      {permissions.length === 0 ? (
        <Empty title={complete ? `${name} may do nothing here` : 'No permission could be read'} />
      ) : (
        <>
          <Row spread>
            <SearchField
              label="Search what they may do"
              placeholder="Permission, role or meaning"
              defaultValue=""
              onSearch={setSearch}
            />
            <output>{search === '' ? '' : `${amount(found)} of ${amount(permissions.length)} match`}</output>
          </Row>
          {groups.length === 0 && (
            <Empty title={`Nothing they may do matches “${search}”`}>
              Looked at the names, what they mean, and the roles they come through.
            </Empty>
          )}
          <div>
            {groups.map((group) => (
              <Group
                key={`${search === '' ? 'all' : 'found'} ${group.id}`}
                group={group}
                resources={data?.resources ?? []}
                search={search}
                startOpen={search !== '' || groups.length === 1}
              />
            ))}
          </div>
        </>
      )}
    </Stack>
  )
}

type GroupProps = { group: HeldOf; resources: readonly Resource[]; search: string; startOpen: boolean }

function Group({ group: { name, held }, resources, search, startOpen }: GroupProps) {
  const [open, setOpen] = useState(startOpen)
  return (
    <Fold title={name} aside={counted(held.length, 'permission')} open={open} onToggle={setOpen}>
      <Table
        label={`What they may do: ${name}`}
        rows={held}
        rowKey={({ permission }) => permission.id}
        empty="Nothing."
        columns={[
          {
            key: 'permission',
            head: 'Permission',
            primary: true,
            width: '45%',
            cell: ({ permission }) => (
              <SecondLine
                below={permission.covers && <CoversLine permission={permission} resources={resources} />}
              >
                <SecondLine below={permission.description}>
                  <code>
                    <Highlight text={permission.name} search={search} />
                  </code>
                </SecondLine>
              </SecondLine>
            ),
          },
          { key: 'why', head: 'Why', cell: (one) => <Why held={one} /> },
        ]}
      />
    </Fold>
  )
}

function Why({ held: { permission, ways } }: { held: Held }) {
  return (
    <Few
      items={ways.map((way, index) => ({ way, index }))}
      first={2}
      itemKey={({ index }) => String(index)}
      what={`ways to ${permission.name}`}
      draw={({ way, index }) => <WayLine way={way} also={index > 0} />}
    />
  )
}

function WayLine({ way, also }: { way: Way; also: boolean }) {
  const scope = useScope()
  if (!way.role) return <span>{also ? `Also ${wayText(way).toLocaleLowerCase()}` : wayText(way)}</span>
  return (
    <span>
      {also ? 'also through ' : 'Through '}
      <Link to={paths.role(way.role.id, { scope })}>{way.role.name}</Link>, {wayText(way)}
    </span>
  )
}
