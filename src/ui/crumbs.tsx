// The way from the start to the page on screen.
import { Link } from 'react-router'
import styles from './crumbs.module.css'

/** A breadcrumb: every item but the last is a link to where it leads. */
export function Crumbs({ items }: { items: readonly { label: string; to?: string | undefined }[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className={styles.crumbs}>
        {items.map((item) => (
          <li key={item.label}>
            {item.to === undefined ? item.label : <Link to={item.to}>{item.label}</Link>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
