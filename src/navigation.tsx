// The sidebar's entries, in order. An entry is there only when its page exists and the directory has what it shows.
import type { ReactNode } from 'react'
import type { Traits } from './directory/directory.ts'
import type { Grant } from './directory/grants.ts'
import { paths } from './paths.ts'
import { Icon } from './ui/icons.tsx'

export type Entry = { to: string; label: string; icon: ReactNode; trait?: keyof Traits; grant?: Grant }

const entries: Entry[] = [
  { to: paths.session(), label: 'Session', icon: <Icon name="session" /> },
  { to: paths.roles(), label: 'Roles', icon: <Icon name="roles" />, trait: 'roles', grant: 'read roles' },
]

/** The entries for a directory of these traits. */
export function navigation(traits: Traits): Entry[] {
  return entries.filter(({ trait }) => !trait || traits[trait] !== undefined)
}
