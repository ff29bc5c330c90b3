// One resource of the picker: its line with a box for all that is shown of it, and a row for each permission.
import { memo, useId, useMemo, useSyncExternalStore } from 'react'
import type { Permission, Resource } from '../../directory/model.ts'
import { Badge } from '../../ui/badge.tsx'
import { Check } from '../../ui/check.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Highlight } from '../../ui/highlight.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useMark, type Staging } from '../changes/staged.ts'
import { ResourceTitle } from './resource-title.tsx'

/** What every row of one picker shares; the same object as long as nothing of it changes. */
export type PickerContext = {
  holder: string
  staging: Staging
  granted: ReadonlySet<string>
  search: string
  /** Id of the sentence that says why nothing can be changed; undefined where it can. */
  off: string | undefined
  set: (ids: string[], on: boolean) => void
}

type GroupProps = {
  context: PickerContext
  resource: Resource
  shown: Permission[]
  open: boolean
  onToggle: (resource: string, open: boolean) => void
}

/** Draws again only when something of this resource changes. */
export const PickerGroup = memo(function PickerGroup(props: GroupProps) {
  const { context, resource, shown, open, onToggle } = props
  const { name, hint, permissions, fixed } = resource
  const { search, off, set, granted } = context
  const fixedId = useId()
  const whyFixed = fixed === undefined ? undefined : fixedId
  // The box is for what can be ticked: what is granted can be taken away even where nothing can be given.
  const own = useMemo(
    () => (whyFixed === undefined ? shown : shown.filter(({ id }) => granted.has(id))),
    [whyFixed, shown, granted],
  )
  const on = useCountOn(context, permissions)
  const ownOn = useCountOn(context, own)
  // A tick changes the counts of the line above; the rows mind themselves.
  const rows = useMemo(
    () =>
      shown.map((permission) => (
        <PickerRow key={permission.id} context={context} permission={permission} whyFixed={whyFixed} />
      )),
    [shown, context, whyFixed],
  )
  const isPart = shown.length < permissions.length
  const whole = isPart ? `The ${shown.length} shown of ${name}` : `All of ${name}`
  return (
    <Fold
      open={open}
      onToggle={(to) => onToggle(resource.id, to)}
      lead={
        shown.length > 0 && (
          <Check
            checked={own.length > 0 && (ownOn === own.length || (ownOn > 0 && 'mixed'))}
            off={off ?? (own.length === 0 && whyFixed)}
            label={
              <Hidden>
                {fixed === undefined ? whole : `What is granted of ${name}`} ({ownOn} of {own.length} granted)
              </Hidden>
            }
            onChange={(to) =>
              set(
                own.map(({ id }) => id),
                to,
              )
            }
          />
        )
      }
      title={<ResourceTitle name={name} hint={hint} search={search} />}
      aside={
        <small>
          {on} of {permissions.length}
          {isPart && ` · ${shown.length} shown`}
          {fixed !== undefined && (
            <>
              {' · '}cannot be given
              <Hidden>
                <span id={fixedId}>{fixed}</span>
              </Hidden>
            </>
          )}
        </small>
      }
    >
      {fixed !== undefined && <small>{fixed}</small>}
      {permissions.length === 0 ? (
        <small>It has no permissions yet.</small>
      ) : (
        <Rows label={name}>{rows}</Rows>
      )}
    </Fold>
  )
})

const signs = { add: '+ to add', remove: '− to take away' } as const
const tones = { add: 'good', remove: 'bad' } as const

type RowProps = {
  context: PickerContext
  permission: Permission
  /** Id of the sentence that says why it can be given to nobody. */
  whyFixed: string | undefined
}

const PickerRow = memo(function PickerRow({ context, permission, whyFixed }: RowProps) {
  const { holder, staging, granted, search, off, set } = context
  const { id, name, description } = permission
  const mark = useMark(staging, holder, id)
  const has = granted.has(id)
  return (
    <li>
      <Check
        mono
        checked={mark ? mark === 'add' : has}
        struck={mark === 'remove'}
        off={off ?? (!has && whyFixed)}
        label={<Highlight text={name} search={search} />}
        hint={description && <Highlight text={description} search={search} />}
        mark={mark ? <Badge tone={tones[mark]}>{signs[mark]}</Badge> : has && <Badge>granted</Badge>}
        onChange={(on) => set([id], on)}
      />
    </li>
  )
})

/** How many of these there will be when everything marked is saved. */
function useCountOn({ staging, holder, granted }: PickerContext, permissions: Permission[]): number {
  return useSyncExternalStore(staging.subscribe, () =>
    permissions.reduce((sum, { id }) => {
      const mark = staging.mark(holder, id)
      return sum + Number(mark ? mark === 'add' : granted.has(id))
    }, 0),
  )
}
