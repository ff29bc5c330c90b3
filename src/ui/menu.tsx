// A menu button after the WAI-ARIA pattern, on the native popover. Hides keys, typeahead and placing.
// https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type ToggleEvent,
} from 'react'
import { buttonClass, type ButtonKind } from './button.tsx'
import { classes } from './classes.ts'
import { Icon } from './icons.tsx'
import styles from './menu.module.css'
import { keepPlaced } from './place.ts'

export type MenuItem =
  | {
      label: ReactNode
      hint?: ReactNode
      onSelect?: (() => void) | undefined
      /** Leaves the program: a plain document navigation. */
      href?: string | undefined
      current?: boolean | undefined
      danger?: boolean | undefined
    }
  | 'separator'

type MenuProps = {
  label: string
  trigger: ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'end' | undefined
  note?: ReactNode
  kind?: ButtonKind | undefined
  /** The button takes the whole width of its place. */
  wide?: boolean | undefined
}

/** Opens below its button; arrows, Home, End, Esc and letters work as in the menus of the system. */
export function Menu({
  label,
  trigger,
  items,
  align = 'start',
  note,
  kind = 'quiet',
  wide = false,
}: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const release = useRef<(() => void) | null>(null)
  const typed = useRef({ text: '', at: 0 })
  const fromEnd = useRef(false)
  const [open, setOpen] = useState(false)

  const all = () => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  const focus = (index: number) => all().at(index)?.focus()
  const close = () => box.current?.hidePopover()
  useEffect(() => () => release.current?.(), [])

  // The items exist only while they can be seen: a list of a hundred rows stays light.
  function toggles(event: ToggleEvent<HTMLDivElement>) {
    if (event.newState !== 'open') return
    setOpen(true)
    // Not to be seen before it has its place.
    event.currentTarget.style.opacity = '0'
  }
  function toggled(event: ToggleEvent<HTMLDivElement>) {
    release.current?.()
    release.current = null
    // Only now may the items go: on closing, the browser gives the focus back from them to the button.
    if (event.newState !== 'open') setOpen(false)
    if (event.newState !== 'open' || !button.current) return
    release.current = keepPlaced(button.current, event.currentTarget, align)
    event.currentTarget.style.opacity = '1'
    focus(fromEnd.current ? -1 : 0)
    fromEnd.current = false
  }
  function keyOnButton(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    fromEnd.current = event.key === 'ArrowUp'
    if (button.current) box.current?.showPopover({ source: button.current })
  }
  function keyOnMenu(event: KeyboardEvent) {
    const list = all()
    const here = list.findIndex((item) => item === document.activeElement) // -1 when the focus is elsewhere
    const moves: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }
    const to = moves[event.key]
    if (to !== undefined) {
      event.preventDefault()
      focus(to % list.length)
    } else if (event.key === 'Tab') {
      // Hiding gives the focus back to the button; the key then goes on from there.
      close()
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      find(event.key, list, here)
    }
  }
  function find(key: string, list: HTMLElement[], here: number) {
    const now = performance.now()
    const text = (now - typed.current.at < 500 ? typed.current.text : '') + key.toLowerCase()
    typed.current = { text, at: now }
    const from = text.length === 1 ? here + 1 : here
    const inTurn = [...list.slice(from), ...list.slice(0, from)]
    inTurn.find((item) => item.textContent.trim().toLowerCase().startsWith(text))?.focus()
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes(buttonClass(kind, kind === 'quiet' && !wide), styles.trigger, wide && styles.wide)}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
        onKeyDown={keyOnButton}
      >
        {trigger}
      </button>
      <div
        ref={box}
        id={id}
        popover="auto"
        className={styles.menu}
        onBeforeToggle={toggles}
        onToggle={toggled}
      >
        {open && (
          <>
            <div role="menu" tabIndex={-1} aria-label={label} onKeyDown={keyOnMenu}>
              {items.map((item, index) =>
                item === 'separator' ? (
                  <hr key={index} /> // oxlint-disable-line react/no-array-index-key -- nor have lines
                ) : (
                  // oxlint-disable-next-line react/no-array-index-key -- items have no identity of their own
                  <Item key={index} item={item} close={close} />
                ),
              )}
            </div>
            {note && <div className={styles.note}>{note}</div>}
          </>
        )}
      </div>
    </>
  )
}

function Item({ item, close }: { item: Exclude<MenuItem, 'separator'>; close: () => void }) {
  const inside = (
    <>
      <span>{item.label}</span>
      {item.current && <Icon name="check" />}
      {item.hint && <span className={styles.hint}>{item.hint}</span>}
    </>
  )
  const shared = {
    role: 'menuitem',
    tabIndex: -1,
    className: classes(styles.item, item.danger && styles.danger),
    'aria-current': item.current || undefined,
    onClick() {
      // First closed, so that the focus is back on the button when a dialog asks who opened it.
      close()
      item.onSelect?.()
    },
  }
  if (item.href !== undefined) {
    return (
      <a {...shared} href={item.href}>
        {inside}
      </a>
    )
  }
  return (
    <button type="button" {...shared}>
      {inside}
    </button>
  )
}
