// Every permission there is, by resource, with what a role or an account has ticked. A tick is only marked; the bar below saves.
import { useCallback, useDeferredValue, useId, useMemo, useState, useSyncExternalStore } from 'react'
import type { Granted, Resource } from '../../directory/model.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Card, Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { Holders } from '../changes/holders.ts'
import type { StagedSet, Staging } from '../changes/staged.ts'
import { countOf } from '../permissions/view.ts'
import { useViewChange } from '../view-change.ts'
import { ViewSearch } from '../view-search.tsx'
import { useFollowing } from './following.ts'
import { PickerGroup, type PickerContext } from './picker-group.tsx'
import { pick, startOpen, strays, type Filter } from './picker-view.ts'

const filters: { value: Filter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'granted', label: 'Granted' },
  { value: 'changed', label: 'Changed' },
]
/** What the address says of it; nothing for all. */
const inAddress = (filter: Filter) => (filter === 'all' ? '' : filter)
const noMarks: ReadonlyMap<string, StagedSet> = new Map()

type PickerProps = {
  of: Holders
  holder: string
  resources: readonly Resource[]
  granted: Granted
  staging: Staging
  /** As the address has them. */
  search: string
  show: string | null
  /** Why nothing can be changed. */
  reason: string | undefined
  /** The address of the same page, looked at so. */
  href: (look: { search: string; show: string }) => string
}

/** Search, filters and the groups that they leave. */
export function Picker(props: PickerProps) {
  const { of, holder, resources, granted, staging, search, show, reason, href } = props
  const limit = of.limit()
  const change = useViewChange()
  const reasonId = useId()
  const [filter, setFilter] = useFollowing(filters.find(({ value }) => value === show)?.value ?? 'all')
  const [refused, setRefused] = useState('')
  const [toggled, setToggled] = useState<Record<string, boolean>>({})
  // Typing goes on while many rows are found and drawn.
  const wanted = useDeferredValue(search)
  const kind = useDeferredValue(filter)
  // Which rows there are hangs on the marks only where the filter asks for them: else a tick would draw everything again.
  const marks = useSyncExternalStore(staging.subscribe, () => (kind === 'changed' ? staging.all() : noMarks))

  const context = useMemo(
    (): PickerContext => ({
      holder,
      staging,
      granted: new Set(granted.permissions),
      search: wanted,
      off: reason === undefined ? undefined : reasonId,
      set(ids, on) {
        const would = sizeWith(staging, holder, granted.permissions, on ? ids : [])
        const isOver = on && limit !== undefined && would > limit
        setRefused(
          isOver ? `A ${of.one} can have at most ${limit} permissions. This would make ${would}.` : '',
        )
        if (!isOver) staging.set(holder, ids, on, granted.permissions)
      },
    }),
    [of, holder, staging, granted, wanted, reason, reasonId, limit],
  )
  const groups = useMemo(() => {
    const { add = [], remove = [] } = marks.get(holder)?.change ?? {}
    const only = { all: null, granted: context.granted, changed: new Set([...add, ...remove]) }
    return pick([...resources, ...strays(resources, granted.permissions)], wanted, only[kind])
  }, [resources, granted, wanted, kind, context, marks, holder])

  const toggle = useCallback(
    (id: string, open: boolean) => setToggled((before) => ({ ...before, [id]: open })),
    [],
  )
  const byItself = startOpen(groups)
  const isOpen = (id: string) => toggled[id] ?? byItself
  const isAnyOpen = groups.some(({ resource }) => isOpen(resource.id))
  const shown = groups.reduce((sum, group) => sum + group.shown.length, 0)
  const all = countOf(resources)
  const has = granted.permissions.length

  return (
    <Stack>
      {reason !== undefined && (
        <Note tone="info" title="You can look, but not change">
          <p id={reasonId}>{reason}</p>
        </Note>
      )}
      <Row spread>
        <ViewSearch
          label="Search permissions"
          placeholder="Permission, description or resource"
          // What somebody opened or closed was for the rows of the last search.
          onSearch={() => setToggled({})}
        />
        <Segments
          label="Show"
          value={filter}
          choices={filters}
          onChange={(shown) => {
            if (change({ show: inAddress(shown) }) !== null) setFilter(shown)
          }}
        />
      </Row>
      <Row spread>
        <output>
          {wanted === '' && kind === 'all' ? `All ${all} permissions` : `${shown} of ${all} permissions`},{' '}
          {has} granted{limit !== undefined && has > limit * 0.8 && ` of at most ${limit}`}
        </output>
        {groups.length > 1 && (
          <Button
            kind="quiet"
            onClick={() =>
              setToggled(Object.fromEntries(groups.map(({ resource }) => [resource.id, !isAnyOpen])))
            }
          >
            {isAnyOpen ? 'Close all' : 'Open all'}
          </Button>
        )}
      </Row>
      {refused && (
        <Note tone="warn" title="Not marked" live>
          {refused}
        </Note>
      )}
      {groups.length === 0 ? (
        <Card>
          <NoneShown
            search={wanted}
            filter={kind}
            of={of}
            all={all}
            clear={href({ search: '', show: inAddress(kind) })}
          />
        </Card>
      ) : (
        <Card flush>
          {groups.map(({ resource, shown: permissions }) => (
            <PickerGroup
              key={resource.id}
              context={context}
              resource={resource}
              shown={permissions}
              open={isOpen(resource.id)}
              onToggle={toggle}
            />
          ))}
        </Card>
      )}
    </Stack>
  )
}

/** How many permissions the holder will have with what is marked and with `ids`. */
function sizeWith(
  staging: Staging,
  holder: string,
  granted: readonly string[],
  ids: readonly string[],
): number {
  const { add = [], remove = [] } = staging.all().get(holder)?.change ?? {}
  const after = new Set([...granted, ...add])
  for (const id of remove) after.delete(id)
  for (const id of ids) after.add(id)
  return after.size
}

type NoneShownProps = { of: Holders; search: string; filter: Filter; all: number; clear: string }

/** Why there is no row: nothing of this kind, or no match. */
function NoneShown({ of, search, filter, all, clear }: NoneShownProps) {
  if (search !== '')
    return (
      <Empty
        title={`No permission matches “${search}”`}
        action={<LinkButton to={clear}>Clear the search</LinkButton>}
      >
        Looked at the name and description of {filter === 'all' ? `all ${all}` : `the ${filter}`} permissions,
        and at what they belong to.
      </Empty>
    )
  if (filter === 'changed')
    return <Empty title="Nothing changed">What you tick or untick is collected here until you save it.</Empty>
  if (filter === 'granted') return <Empty title={of.nothing}>Show all permissions and tick some.</Empty>
  return (
    <Empty title="There are no permissions yet">
      Create permissions first; then this {of.one} can {of.have} them.
    </Empty>
  )
}
