// What stands where there is nothing to show, and what is folded away.
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './empty.module.css'
import { Icon } from './icons.tsx'

type EmptyProps = {
  title: string
  children?: ReactNode
  action?: ReactNode
  tone?: 'plain' | 'bad' | undefined
}

/** Says why there is nothing and what to do about it. */
export function Empty({ title, children, action, tone = 'plain' }: EmptyProps) {
  return (
    <div className={classes(styles.empty, tone === 'bad' && styles.bad)}>
      <svg
        className={styles.drawing}
        width="64"
        height="48"
        viewBox="0 0 64 48"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M4 44h56M14 44V16h-2v-6h4v3h4v-3h4v6h-2v28M42 44V16h-2v-6h4v3h4v-3h4v6h-2v28M22 20h20" />
        <path
          d={tone === 'bad' ? 'M28 29l8 8M36 29l-8 8' : 'M26 44V34a6 6 0 0 1 12 0v10'}
          strokeDasharray={tone === 'bad' ? undefined : '2 4'}
        />
      </svg>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}

type DetailsProps = { summary: string; children?: ReactNode; open?: boolean | undefined }

/** Folds away what only some need; opened by click or key, and found by the search of the browser. */
export function Details({ summary, children, open }: DetailsProps) {
  return (
    <details className={styles.details} open={open}>
      <summary>
        <Icon name="chevron" />
        {summary}
      </summary>
      <div className={styles.inside}>{children}</div>
    </details>
  )
}
