// Giving a role at this scope, over the list: people are searched for, several are chosen, one role is, and what became of each is
// told.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Person } from '../../directory/model.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, queryClient, roles, roster, scope } from '../../queries.ts'
import { counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Stack } from '../../ui/layout.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { toast } from '../../ui/toasts.ts'
import { AssignRun } from '../role/assign-run.tsx'
import { useAssigning } from '../role/assigning.ts'
import { isSettled } from '../role/fate.ts'
import { PeopleSearch } from '../role/people-search.tsx'
import { linesOf } from './lines.ts'
import { RoleChoice } from './role-choice.tsx'
import { hasHere, remark, toldOf } from './told.ts'
import { useInside } from './use-inside.ts'
import { useAccessView } from './view.ts'
import { namesText } from './words.ts'

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  const at = scopeIn(new URL(request.url).searchParams)
  await Promise.all([queryClient.query(roles(at)), queryClient.query(scope(at))])
  return null
}

/** The dialog; afterwards the list shows what was given. */
export function Component() {
  const { view } = useAccessView()
  const navigate = useNavigate()
  const { data: list } = useSuspenseQuery(roster(view.scope))
  const { data: all } = useSuspenseQuery(roles(view.scope))
  const { data: place } = useSuspenseQuery(scope(view.scope))
  const mayNotAssign = useReason('assign roles')
  const { access, members } = connected().directory?.traits ?? {}
  const inside = useInside()
  const [chosen, setChosen] = useState<readonly Person[]>([])
  const [roleId, setRoleId] = useState('')
  const [isDone, setDone] = useState(false)
  const role = all.items.find(({ id }) => id === roleId)
  const lines = new Map(linesOf(list.items).map((line) => [line.id, line]))
  const [sent, setSent] = useState<readonly Person[]>([])
  const assigning = useAssigning(roleId, (fates) => {
    const told = toldOf(sent, fates)
    if (told === null) return
    toast({ tone: 'good', text: `“${role?.name ?? roleId}” at ${place.name}: ${told}` })
    setDone(true)
  })
  const close = () => void navigate(paths.access(view))
  const back = isDone && <Navigate replace to={paths.access(view)} />
  const title = `Give access to ${place.name}`

  if (sent.length > 0)
    return (
      <>
        <LeaveGuard when={assigning.work.isPending && !isDone} />
        {back}
        <AssignRun
          title={title}
          people={sent}
          assigning={assigning}
          reason={mayNotAssign}
          onBack={() => {
            setChosen(sent.filter(({ id }) => !isSettled(assigning.fates.get(id))))
            setSent([])
            assigning.clear()
          }}
          onClose={close}
        />
      </>
    )

  const wanted = chosen.filter(({ id }) => !hasHere(lines.get(id), roleId))
  const known = chosen.filter(({ id }) => hasHere(lines.get(id), roleId))
  const missing =
    mayNotAssign ??
    (chosen.length === 0
      ? 'Choose somebody first.'
      : !role
        ? 'Choose a role first.'
        : wanted.length === 0 && `Everybody you chose has “${role.name}” here already.`)
  return (
    <Dialog title={title} onClose={close}>
      <LeaveGuard when={chosen.length > 0 || roleId !== ''} />
      <Stack>
        <PeopleSearch
          traits={having(members)}
          remarkOn={({ id }) => remark(lines.get(id), role)}
          isComplete={list.complete}
          chosen={chosen}
          onChange={setChosen}
        />
        <RoleChoice roles={all.items} value={roleId} onChange={setRoleId} />
        <p>
          {also(inside, place.name) ?? access?.inherits} {access?.ends}
        </p>
        <output>
          {role &&
            known.length > 0 &&
            wanted.length > 0 &&
            `${namesText(known.map(({ name }) => name))} already ${known.length === 1 ? 'has' : 'have'} “${role.name}” here, so nothing is sent for them.`}
        </output>
      </Stack>
      <DialogActions>
        <Button
          kind="primary"
          disabledReason={missing}
          onClick={() => {
            setSent(wanted)
            assigning.work.mutate(wanted)
          }}
        >
          {wanted.length === 0 || !role
            ? 'Give access'
            : `Give ${role.name} to ${counted(wanted.length, 'person', 'people')}`}
        </Button>
        <Button onClick={close}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}

/** What else it holds for; undefined where nobody can say. */
function also(inside: string | null, name: string): string | undefined {
  if (inside === null) return undefined
  return inside === ''
    ? `Nothing lies in ${name}, so the role holds there alone.`
    : `The role also holds for ${inside} in ${name}.`
}
