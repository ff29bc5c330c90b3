// A short state or kind beside the thing it belongs to.
import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { classes } from './classes.ts'

type BadgeProps = {
  tone?: 'plain' | 'good' | 'warn' | 'bad' | 'accent' | undefined
  children: ReactNode
  title?: string | undefined
}

/** Says its state in words; the colour only repeats it. */
export function Badge({ tone = 'plain', children, title }: BadgeProps) {
  return (
    <span className={classes(styles.badge, tone !== 'plain' && styles[tone])} title={title}>
      <span>{children}</span>
    </span>
  )
}
