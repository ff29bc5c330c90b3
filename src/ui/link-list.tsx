// Links to choose from, under headings or within one another, walked through by arrow keys as well as by Tab.
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { Link } from 'react-router'
import { classes } from './classes.ts'
import { Icon } from './icons.tsx'
import styles from './link-list.module.css'

export type LinkItem = {
  key: string
  to: string
  label: string
  /** A quieter word behind the label: what it is. */
  hint?: string | undefined
  current?: boolean | undefined
  /** Why it cannot be followed; it is then a text and no link. */
  closed?: string | undefined
  /** What lies in it. */
  items?: readonly LinkItem[] | undefined
}
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
                <Item key={item.key} {...{ item, onFollow }} />
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  )
}

/** One link, or the text in its place, and what lies in it. */
function Item({ item, onFollow }: { item: LinkItem; onFollow: LinkListProps['onFollow'] }) {
  const { to, label, hint, current, closed, items = [] } = item
  const words = (
    <>
      <span>{label}</span>
      {hint !== undefined && <span className={styles.hint}> {hint}</span>}
    </>
  )
  return (
    <li>
      {closed === undefined ? (
        <Link to={to} className={styles.link} aria-current={current || undefined} onClick={onFollow}>
          {words}
          {current && <Icon name="check" />}
        </Link>
      ) : (
        <div className={classes(styles.link, styles.closed)}>
          {words}
          <span className={styles.why}>{closed}</span>
        </div>
      )}
      {items.length > 0 && (
        <ul className={styles.inside}>
          {items.map((one) => (
            <Item key={one.key} {...{ item: one, onFollow }} />
          ))}
        </ul>
      )}
    </li>
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
