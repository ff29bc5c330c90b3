// Links to choose from, under headings, walked through by arrow keys as well as by Tab.
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon } from './icons.tsx'
import styles from './link-list.module.css'

export type LinkItem = { key: string; to: string; label: string; current?: boolean | undefined }
export type LinkGroup = { key: string; title?: string | undefined; items: readonly LinkItem[] }

type LinkListProps = {
  label: string
  groups: readonly LinkGroup[]
  onFollow?: (() => void) | undefined
  /** Stands above the links and takes part in the walk: a search box. */
  children?: ReactNode
}

/** Arrow up and down, Home and End move between the links; from what stands above them arrow down leads to the first. */
export function LinkList({ label, groups, onFollow, children }: LinkListProps) {
  const id = useId()
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- listens for what bubbles from the links
    <div className={styles.box} onKeyDown={walk}>
      {children}
      <nav aria-label={label} className={styles.links}>
        {groups.map(({ key, title, items }) => (
          <div key={key}>
            {title !== undefined && (
              <h3 id={`${id}${key}`} className={styles.title}>
                {title}
              </h3>
            )}
            <ul className={styles.list} aria-labelledby={title === undefined ? undefined : `${id}${key}`}>
              {items.map((item) => (
                <li key={item.key}>
                  <Link
                    to={item.to}
                    className={styles.link}
                    aria-current={item.current || undefined}
                    onClick={onFollow}
                  >
                    {item.label}
                    {item.current && <Icon name="check" />}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  )
}

function walk(event: KeyboardEvent<HTMLElement>) {
  const links = [...event.currentTarget.querySelectorAll('a')]
  const here = links.findIndex((link) => link === document.activeElement) // -1 above them
  // In a search box Home and End belong to its text.
  const edges = here < 0 ? {} : { Home: 0, End: links.length - 1 }
  const moves: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, ...edges }
  const to = moves[event.key]
  if (to === undefined) return
  const above = event.currentTarget.querySelector('input')
  const target = to < 0 ? above : links[Math.min(to, links.length - 1)]
  if (!target) return
  event.preventDefault()
  target.focus()
}
