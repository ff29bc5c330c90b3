// The way through the pages of a list.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon } from './icons.tsx'
import styles from './pager.module.css'

type PagerProps = { page: number; pages: number; href: (page: number) => string; summary: ReactNode }

/** First, last, current and its neighbours; a gap (0) stands for at least two pages. */
function pageWindow(page: number, pages: number): number[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages)
  const numbers = [...new Set(wanted)]
  return numbers.flatMap((one, index) => {
    const before = numbers[index - 1] ?? 0
    if (one - before === 2) return [one - 1, one]
    return one - before > 2 ? [0, one] : [one]
  })
}

/** Says what of the whole is on screen and, when there is more than one page, links to the others. */
export function Pager({ page, pages, href, summary }: PagerProps) {
  const step = (to: number, label: string, turn: string | undefined) => (
    <li>
      {to < 1 || to > pages ? (
        <span className={`${styles.step} ${styles.off}`} aria-hidden="true">
          <span className={turn}>
            <Icon name="chevron" />
          </span>
        </span>
      ) : (
        <Link to={href(to)} className={styles.step} aria-label={label}>
          <span className={turn}>
            <Icon name="chevron" />
          </span>
        </Link>
      )}
    </li>
  )
  return (
    <div className={styles.pager}>
      <div>{summary}</div>
      {pages > 1 && (
        <nav aria-label="Pages">
          <ul className={styles.list}>
            {step(page - 1, 'Previous page', styles.back)}
            {pageWindow(page, pages).map((one, index) =>
              one === 0 ? (
                <li key={`gap ${index < 3 ? 'before' : 'after'}`} className={styles.step} aria-hidden="true">
                  …
                </li>
              ) : (
                <li key={one}>
                  <Link
                    to={href(one)}
                    className={styles.step}
                    aria-label={`Page ${one}`}
                    aria-current={one === page ? 'page' : undefined}
                  >
                    {one}
                  </Link>
                </li>
              ),
            )}
            {step(page + 1, 'Next page', styles.on)}
          </ul>
        </nav>
      )}
    </div>
  )
}
