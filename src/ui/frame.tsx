// The frame around every signed-in page: brand, navigation, content. Hides the narrow screen's drawer.
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import { buttonClass } from './button.tsx'
import styles from './frame.module.css'
import { Hidden, Spoken } from './hidden.tsx'
import { Icon } from './icons.tsx'

export type NavItem = {
  to: string
  label: string
  icon: ReactNode
  badge?: ReactNode
  /** The page on screen belongs to it. */
  current: boolean
}

type FrameProps = {
  brand: ReactNode
  picker: ReactNode
  person: ReactNode
  nav: readonly NavItem[]
  banner?: ReactNode
  children?: ReactNode
}

/** Skip link, navigation and the main landmark `#content`; below 52rem the navigation waits behind a button. */
export function Frame({ brand, picker, person, nav, banner, children }: FrameProps) {
  const id = useId()
  const side = useRef<HTMLDivElement>(null)

  // Where there is no drawer, hiding it does nothing.
  const close = () => side.current?.hidePopover()
  // In the top layer it could not stick to its column when the screen gets wide.
  useEffect(() => {
    const close = () => side.current?.hidePopover()
    const wide = matchMedia('(min-width: 52rem)')
    wide.addEventListener('change', close)
    return () => wide.removeEventListener('change', close)
  }, [])

  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip} onClick={skip}>
        Skip to content
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <button
            type="button"
            className={buttonClass('quiet', true)}
            aria-label="Navigation"
            popoverTarget={id}
          >
            <Icon name="menu" />
          </button>
          <div className={styles.brand}>{brand}</div>
        </div>
        <div ref={side} id={id} popover="auto" className={styles.side}>
          <div className={styles.brand}>{brand}</div>
          {picker}
          <nav aria-label="Main" className={styles.nav}>
            <ul className={styles.list}>
              {nav.map((item) => (
                <li key={item.to}>
                  <Link
                    to={item.to}
                    className={styles.link}
                    aria-current={item.current ? 'page' : undefined}
                    onClick={close}
                  >
                    {item.icon}
                    <span className={styles.label}>{item.label}</span>
                    {item.badge}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          {person}
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        {banner}
        {children}
      </main>
    </div>
  )
}

type PickerProps = {
  /** What is picked: "Project". Absent where the name says it. */
  label?: string | undefined
  /** What is picked now, and what that lies in. */
  name: string
  within?: string | undefined
  onClick: () => void
}

/** A button of the sidebar that says where one is and opens the way elsewhere. */
export function Picker({ label, name, within, onClick }: PickerProps) {
  return (
    <button
      type="button"
      className={`${buttonClass()} ${styles.picker}`}
      aria-haspopup="dialog"
      onClick={onClick}
    >
      <span className={styles.label}>
        {label !== undefined && <Hidden>{label}: </Hidden>}
        {name}
        {within !== undefined && (
          <span className={styles.within}>
            <Hidden> in </Hidden>
            {within}
          </span>
        )}
      </span>
      <Icon name="chevron" />
    </button>
  )
}

/** Moves the focus without touching the URL, whose fragment belongs to nobody here. */
function skip(event: { preventDefault: () => void }) {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

/** The frame before anything is known: same places, nothing in them, announced as loading. */
export function FrameSkeleton() {
  return (
    <div className={styles.frame}>
      <div className={styles.header} aria-hidden="true">
        <div className={styles.bar}>
          <div className={`${styles.line} ${styles.headline}`} />
        </div>
        <div className={styles.side}>
          <div className={`${styles.line} ${styles.headline}`} />
          <Skeleton lines={7} />
        </div>
      </div>
      <main id="content" tabIndex={-1} className={styles.main}>
        <Spoken>Loading</Spoken>
        <div className={`${styles.line} ${styles.headline}`} />
        <Skeleton lines={8} />
      </main>
    </div>
  )
}

/** Grey lines in the place of text to come; nothing to screen readers. */
export function Skeleton({ lines = 3 }: { lines?: number | undefined }) {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={styles.line} />
      ))}
    </div>
  )
}

/** A thin bar on top of the window while something loads, unless it takes less than 100 ms. */
export function ProgressBar({ active }: { active: boolean }) {
  if (!active) return null
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <progress> cannot be drawn as a moving line
  return <div role="progressbar" aria-label="Loading page" className={styles.progress} />
}
