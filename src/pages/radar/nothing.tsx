// What stands in the place of the timeline when there is nothing on it.
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { bands } from './bands.ts'
import type { RadarView } from './view.ts'

type NothingProps = { view: RadarView; all: number; found: number; complete: boolean }

/** Nothing at all, nothing readable, nothing that matches and nothing in this band are four different things. */
export function Nothing({ view, all, found, complete }: NothingProps) {
  const { scope, search, owner, show } = view
  if (all === 0)
    return complete ? (
      <Empty title="There is no credential yet">
        As soon as somebody creates a token or a key, it stands here with its end.
      </Empty>
    ) : (
      <Empty title="No credential could be read" tone="bad">
        There may be some all the same.
      </Empty>
    )
  if (found === 0)
    return (
      <Empty
        title={search === '' ? 'This owner has no credential' : `No credential matches “${search}”`}
        action={<LinkButton to={paths.radar({ scope, show })}>Show those of everybody</LinkButton>}
      />
    )
  const band = bands.find(({ id }) => id === show)
  return (
    <Empty
      title={`Nothing here: ${band?.title.toLowerCase() ?? ''}`}
      action={<LinkButton to={paths.radar({ scope, search, owner })}>Show the whole timeline</LinkButton>}
    />
  )
}
