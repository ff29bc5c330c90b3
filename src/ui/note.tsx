// A remark that belongs to the page: what to know, what went well, what to watch, what failed.
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon } from './icons.tsx'
import styles from './note.module.css'

type NoteProps = {
  tone: 'info' | 'good' | 'warn' | 'bad'
  title?: string | undefined
  actions?: ReactNode
  children?: ReactNode
  /** Announce it when it appears: at once when it is bad, else at the next pause. */
  live?: boolean | undefined
}

const icon = { info: 'info', good: 'check', warn: 'warn', bad: 'warn' } as const

/** A tinted box with an icon; silent to screen readers until reached, unless `live`. */
export function Note({ tone, title, actions, children, live = false }: NoteProps) {
  const role = live ? (tone === 'bad' ? 'alert' : 'status') : undefined
  return (
    <div className={classes(styles.note, styles[tone])} role={role}>
      <Icon name={icon[tone]} />
      <div className={styles.body}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
