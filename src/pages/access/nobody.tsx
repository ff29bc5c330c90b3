// Why nobody stands in the list: nobody holds a role, nobody matches, or nobody could be read.
import type { ReactNode } from 'react'
import { paths, type ListView } from '../../paths.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { Show } from './view.ts'

type NobodyProps = {
  view: ListView
  search: string
  show: Show
  /** Nobody was read at all. */
  isEmpty: boolean
  complete: boolean
  /** The scope in words. */
  name: string
  give: ReactNode
}

/** What was not read, or not found, is never called empty. */
export function Nobody({ view, search, show, isEmpty, complete, name, give }: NobodyProps) {
  if (isEmpty && !complete)
    return (
      <Empty title="Nobody could be read" tone="bad">
        There are people who hold roles at {name}, but the directory does not show them.
      </Empty>
    )
  if (isEmpty)
    return (
      <Empty title="Nobody holds a role here" action={give}>
        Neither was one given at {name}, nor does one come from what it lies in.
      </Empty>
    )
  if (search !== '')
    return (
      <Empty
        title={`Nobody matches “${search}”`}
        action={<LinkButton to={paths.access({ ...view, search: '', page: 1 })}>Clear the search</LinkButton>}
      >
        Looked at names, email addresses, ids and roles
        {show === 'all' ? '' : show === 'direct' ? ' that were given here' : ' that are inherited'}.
      </Empty>
    )
  return (
    <Empty
      title={show === 'direct' ? 'No role was given here' : 'No role is inherited here'}
      action={<LinkButton to={paths.access({ scope: view.scope })}>Show all</LinkButton>}
    >
      {show === 'direct'
        ? `All who hold a role at ${name} have it through what it lies in.`
        : `All who hold a role at ${name} were given it here.`}
    </Empty>
  )
}
