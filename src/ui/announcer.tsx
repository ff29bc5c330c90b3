// Says and shows that another page has come, as a browser does for a document. Hides titles, focus and speech.
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { Spoken } from './hidden.tsx'

const inside = (path: string, other: string) => path.startsWith(`${other.replace(/\/$/, '')}/`)

const find = () => document.querySelector<HTMLElement>('[data-page-title]')

function whenTitled(act: (title: HTMLElement) => void): () => void {
  const now = find()
  if (now) {
    act(now)
    return () => {}
  }
  // The page is still being fetched: wait for its title, however it arrives.
  const observer = new MutationObserver(() => {
    const title = find()
    if (!title) return
    observer.disconnect()
    act(title)
  })
  observer.observe(document.body, { childList: true, subtree: true })
  return () => observer.disconnect()
}

type AnnouncerProps = {
  product?: string | undefined
  /** The same path at another place is another page. */
  place?: string | undefined
}

/** On every new path or place: document title, focus and announcement from the h1. Not on first load, search or dialogs. */
export function Announcer({ product = 'Gatehouse', place = '' }: AnnouncerProps) {
  const { pathname } = useLocation()
  const before = useRef<{ pathname: string; place: string; title: HTMLElement | null } | null>(null)
  const [spoken, setSpoken] = useState('')

  useEffect(
    () =>
      whenTitled((title) => {
        const text = title.textContent.trim()
        document.title = `${text} · ${product}`
        const last = before.current
        before.current = { pathname, place, title }
        if (!last || (last.pathname === pathname && last.place === place)) return
        // A child route that opens or closes a dialog keeps the page below it, and the dialog minds the focus.
        const same = last.title === title
        if (same && (inside(pathname, last.pathname) || inside(last.pathname, pathname))) return
        setSpoken(text)
        if (!document.activeElement?.closest('dialog[open]')) title.focus({ preventScroll: true })
      }),
    [pathname, place, product],
  )
  return <Spoken>{spoken}</Spoken>
}
