// Where the console is on its way to. What is drawn lags behind that, so a change of the address that is made from what is drawn
// could undo the one before it.
import { createContext } from 'react'
import { NavigationType, type createBrowserRouter, type Path } from 'react-router'

type Heading = {
  /** The address that was asked for last. */
  address: Pick<Path, 'pathname' | 'search'>
  /** The path of the page there, without that of a dialog over it; undefined where there is no page. */
  page: string | undefined
  /** Going there adds an entry to the history, and has not done so yet. */
  isNewEntry: boolean
  /** Whether somebody is being asked before this page is left. */
  isAsking: boolean
}

/** Tells it at the moment it is asked, not at the one of the last drawing. */
export const Heading = createContext<() => Heading>(() => {
  throw new Error('There is no router around this.')
})

export function headingOf({ state }: ReturnType<typeof createBrowserRouter>): Heading {
  const { navigation, location, matches, blockers } = state
  return {
    address: navigation.location ?? location,
    page: (navigation.matches ?? matches).find(({ route }) => route.handle)?.pathname,
    isNewEntry: navigation.historyAction === NavigationType.Push,
    isAsking: [...blockers.values()].some((blocker) => blocker.state === 'blocked'),
  }
}
