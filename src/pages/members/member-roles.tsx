// The roles of one member: what they hold and from where, and the marks that are made on it before anything is saved.
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { useReason } from '../../access.ts'
import { applied, isEmpty } from '../../directory/delta.ts'
import type { Assignment, ChangeOutcome, Member, RoleCounts } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having } from '../../queries.ts'
import { counted } from '../../ui/amount.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { Icon } from '../../ui/icons.tsx'
import { Card } from '../../ui/layout.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useOpened } from '../../ui/opened.ts'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { Table } from '../../ui/table.tsx'
import { useScope } from '../../use-scope.ts'
import { shortSum } from '../changes/words.tsx'
import { RolesOutcome } from './roles-outcome.tsx'
import { leftOver, mark, meetNow, nothingStaged, ownRoles } from './staged-roles.ts'
import { sourcesText, strongestFirst } from './view.ts'

const AddRoles = lazy(async () => ({ default: (await import('./add-roles.tsx')).AddRoles }))
const ReviewRoles = lazy(async () => ({ default: (await import('./review-roles.tsx')).ReviewRoles }))

type Line = { id: string; name: string; held?: Assignment; staged: 'add' | 'remove' | undefined }

type MemberRolesProps = {
  of: Member & { assignments: Assignment[] }
  permissions: RoleCounts['permissions'] | undefined
}

/** The card with the roles, and the bar that saves what was marked. */
export function MemberRoles({ of, permissions }: MemberRolesProps) {
  const { id, name, assignments } = of
  const limit = having(connected().directory?.traits.members).perMember
  const mayNotAssign = useReason('assign roles')
  const mayNotUnassign = useReason('unassign roles')
  const [staged, setStaged] = useState(nothingStaged)
  const [open, setOpen] = useOpened<'add' | 'review'>()
  const [outcome, setOutcome] = useState<{ of: ChangeOutcome; names: ReadonlyMap<string, string> } | null>(
    null,
  )

  const own = ownRoles(assignments)
  // What others have done meanwhile needs no mark any more.
  const { yours } = meetNow(staged, assignments)
  const removed = new Set(yours.remove)
  const lines: Line[] = [
    ...yours.add.map((role) => ({ id: role, name: staged.names.get(role) ?? role, staged: 'add' as const })),
    ...strongestFirst(assignments, permissions).map((held) => ({
      id: held.role.id,
      name: held.role.name,
      held,
      staged: removed.has(held.role.id) ? ('remove' as const) : undefined,
    })),
  ]
  const set = (role: { id: string; name: string }, on: boolean) => {
    setOutcome(null)
    setStaged(mark(staged, own, [role], on))
  }
  const full = limit !== undefined && applied(own, yours).length >= limit
  const add = (
    <Button
      icon={<Icon name="plus" />}
      disabledReason={mayNotAssign ?? (full && `Nobody can hold more than ${counted(limit, 'role')}.`)}
      onClick={() => setOpen('add')}
    >
      Assign roles
    </Button>
  )
  return (
    <>
      <Card title="Roles" aside={add} flush>
        <Table
          label={`Roles of ${name}`}
          rows={lines}
          rowKey={({ id, staged }) => (staged === 'add' ? `new ${id}` : id)}
          empty={
            <Empty title={`${name} holds no role here`}>
              {mayNotAssign === undefined && 'Assign one; it is saved after you have reviewed it.'}
            </Empty>
          }
          columns={[
            {
              key: 'role',
              head: 'Role',
              primary: true,
              width: '34%',
              cell: (line) => <RoleOf line={line} />,
            },
            {
              key: 'source',
              head: 'Where from',
              cell: ({ held }) => (held ? sentence(sourcesText(held.sources)) : 'Not saved yet'),
            },
            { key: 'state', head: 'State', cell: (line) => <StateOf line={line} /> },
            {
              key: 'actions',
              head: 'Actions',
              hideHead: true,
              align: 'end',
              cell: (line) =>
                line.staged ? (
                  <Button
                    kind="quiet"
                    label={line.staged === 'add' ? `Do not assign ${line.name}` : `Keep ${line.name}`}
                    onClick={({ currentTarget }) => {
                      if (line.staged === 'add') focusNextRow(currentTarget)
                      set(line, line.staged === 'remove')
                    }}
                  >
                    {line.staged === 'add' ? 'Do not assign' : 'Keep'}
                  </Button>
                ) : (
                  <Button
                    kind="quiet"
                    label={`Unassign ${line.name}`}
                    disabledReason={mayNotUnassign ?? line.held?.fixed}
                    onClick={() => set(line, false)}
                  >
                    Unassign
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      {outcome && (
        <RolesOutcome outcome={outcome.of} names={outcome.names} onClose={() => setOutcome(null)} />
      )}
      <LeaveGuard when={!isEmpty(yours)} />
      {!isEmpty(yours) && (
        <StickyBar
          label="Changes that are not saved"
          actions={
            <>
              <Button kind="primary" onClick={() => setOpen('review')}>
                Review
              </Button>
              <Button
                onClick={() => {
                  focusTitle()
                  setStaged(nothingStaged)
                }}
              >
                Discard
              </Button>
            </>
          }
        >
          <strong>{shortSum({ add: yours.add.length, remove: yours.remove.length })}</strong> not saved
        </StickyBar>
      )}
      <Suspense>
        {open === 'add' && (
          <AddRoles
            name={name}
            assignments={assignments}
            wanted={applied(own, yours)}
            limit={limit}
            onAdd={(roles) => {
              setOutcome(null)
              setStaged(mark(staged, own, roles, true))
              setOpen(null)
            }}
            onClose={() => setOpen(null)}
          />
        )}
        {open === 'review' && (
          <ReviewRoles
            member={{ id, name }}
            staged={staged}
            onDone={(result, names) => {
              setStaged(leftOver(staged, result))
              setOutcome({ of: result, names })
              setOpen(null)
            }}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </>
  )
}

/** A row that is about to leave takes the focus with it. */
function focusNextRow(button: Element) {
  const next = button.closest('tr')?.nextElementSibling?.querySelector('button')
  if (next) next.focus()
  else focusTitle()
}

function RoleOf({ line: { id, name, staged } }: { line: Line }) {
  const scope = useScope()
  const link = <Link to={paths.role(id, { scope })}>{name}</Link>
  return staged === 'remove' ? <s>{link}</s> : link
}

function StateOf({ line: { held, staged } }: { line: Line }) {
  if (staged === 'add') return <Badge tone="good">+ to be assigned</Badge>
  if (staged === 'remove') return <Badge tone="bad">− to be unassigned</Badge>
  if (held?.active === false) return <Badge tone="warn">Inactive: gives nothing</Badge>
  return 'Active'
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
