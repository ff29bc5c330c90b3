// Where the console is on its way to. What is drawn lags behind that, so a change of the address that is made from what is drawn
// could undo the one before it.
import { createContext } from 'react'
import { NavigationType, type createBrowserRouter, type Path } from 'react-router'

type Heading = {
  /** The address that was asked for last. */
  address: Pick<Path, 'pathname' | 'search'>
  /** Going there adds an entry to the history, and has not done so yet. */
  isNewEntry: boolean
}

/** Tells it at the moment it is asked, not at the one of the last drawing. */
export const Heading = createContext<() => Heading>(() => ({ address: location, isNewEntry: false }))

export function headingOf({ state }: ReturnType<typeof createBrowserRouter>): Heading {
  return {
    address: state.navigation.location ?? state.location,
    isNewEntry: state.navigation.historyAction === NavigationType.Push,
  }
}
