// What a role hands out where nobody can change that: a list by resource, and what it does not hand out behind a filter.
import { useDeferredValue, useMemo } from 'react'
import type { Catalogue, Granted } from '../../directory/model.ts'
import { amount, counted } from '../../ui/amount.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Card, Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { Holders } from '../changes/holders.ts'
import { coveringOf } from '../permissions/covering.ts'
import { useViewChange } from '../view-change.ts'
import { ViewSearch } from '../view-search.tsx'
import { useFollowing } from './following.ts'
import { HandedOutPart } from './handed-out-part.tsx'
import { linesIn, partsOf, type Side } from './handed-out-view.ts'

const sides: { value: Side; label: string }[] = [
  { value: 'has', label: 'Handed out' },
  { value: 'lacks', label: 'Not handed out' },
]
/** What the address says of it; nothing for what is handed out. */
const inAddress = (side: Side) => (side === 'has' ? '' : side)

type HandedOutProps = {
  of: Holders
  catalogue: Catalogue
  granted: Granted
  /** As the address has them. */
  search: string
  show: string | null
  /** The address of the same page, looked at so. */
  href: (look: { search: string; show: string }) => string
}

/** Search, filter and what they leave. */
export function HandedOut({ of, catalogue: { resources }, granted, search, show, href }: HandedOutProps) {
  const change = useViewChange()
  const wanted = useDeferredValue(search)
  const [side, setSide] = useFollowing(sides.find(({ value }) => value === show)?.value ?? 'has')
  const covering = useMemo(() => coveringOf(resources), [resources])
  const parts = partsOf(resources, covering, granted.permissions, { side, search: wanted })
  const all = linesIn(partsOf(resources, covering, granted.permissions, { side, search: '' }))
  const covered = partsOf(resources, covering, granted.permissions, { side: 'has', search: '' })
    .flatMap(({ lines }) => lines)
    .filter(({ through }) => through.length > 0).length

  return (
    <Stack>
      {!granted.complete && (
        <Note tone="warn" title={`What this ${of.one} ${of.has} could only be read in part`}>
          {granted.fixed ?? 'It may be more than stands here.'}
        </Note>
      )}
      <Row spread>
        <ViewSearch label="Search permissions" placeholder="Permission, description or resource" />
        <Segments
          label="Show"
          value={side}
          choices={sides}
          onChange={(to) => {
            if (change({ show: inAddress(to) }) !== null) setSide(to)
          }}
        />
      </Row>
      <output>
        {wanted !== '' && `${amount(linesIn(parts))} of ${amount(all)} match. `}
        {counted(granted.permissions.length, 'permission')} handed out
        {covered > 0 && `, ${amount(covered)} more covered by them`}
      </output>
      {parts.length === 0 ? (
        <Card>
          <NoneShown
            of={of}
            side={side}
            search={wanted}
            clear={href({ search: '', show: inAddress(side) })}
          />
        </Card>
      ) : (
        parts.map((part) => (
          <HandedOutPart
            // A search opens what it finds.
            key={`${side} ${wanted === '' ? 'all' : 'found'} ${part.resource.id}`}
            part={part}
            search={wanted}
            catalogue={resources}
          />
        ))
      )}
    </Stack>
  )
}

type NoneShownProps = { of: Holders; side: Side; search: string; clear: string }

/** Why there is no row: no match, or nothing on this side. */
function NoneShown({ of, side, search, clear }: NoneShownProps) {
  if (search !== '')
    return (
      <Empty
        title={`No permission matches “${search}”`}
        action={<LinkButton to={clear}>Clear the search</LinkButton>}
      >
        Looked at name and description of what this {of.one} {side === 'has' ? of.has : `does not ${of.have}`}
        , and at what it belongs to.
      </Empty>
    )
  if (side === 'lacks') return <Empty title={`This ${of.one} ${of.has} every permission that there is`} />
  return <Empty title={`This ${of.one} ${of.has} nothing`}>Whoever holds it may do nothing by it.</Empty>
}
