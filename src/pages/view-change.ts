// Changing how a list is looked at. A click on one control ends the typing in another, so that both ask before the address shows
// what the first of them asked for.
import { useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { ListView } from '../paths.ts'

/** Goes to the first page of the list `path`, looked at as in `view` but for the change. */
export function useViewChange(view: ListView, path: (view: ListView) => string): (change: ListView) => void {
  const navigate = useNavigate()
  const { key } = useLocation()
  const wanted = useRef<{ key: string; view: ListView }>(null)
  return (change) => {
    const before = wanted.current?.key === key ? wanted.current.view : view
    const next = { ...before, ...change, page: 1 }
    wanted.current = { key, view: next }
    void navigate(path(next), { replace: true })
  }
}
