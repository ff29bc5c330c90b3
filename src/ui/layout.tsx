// The places things stand in: a page, its cards, and the few ways of lining up. Pages use these instead of styles.
import { useId, type ReactNode } from 'react'
import { Link } from 'react-router'
import { classes } from './classes.ts'
import { Icon, Logo } from './icons.tsx'
import styles from './layout.module.css'

type PageProps = {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  /** The page that this one belongs to. */
  up?: { to: string; label: string } | undefined
  children?: ReactNode
}

/** One page with its only h1, which receives the focus when the page is entered. */
export function Page({ title, lead, actions, up, children }: PageProps) {
  return (
    <div className={styles.page}>
      <div>
        {up && (
          <nav aria-label="Breadcrumb" className={styles.up}>
            <Link to={up.to}>
              <Icon name="chevron" />
              {up.label}
            </Link>
          </nav>
        )}
        <div className={styles.pageHead}>
          <div>
            <h1 tabIndex={-1} data-page-title className={styles.title}>
              {title}
            </h1>
            {lead && <div className={styles.lead}>{lead}</div>}
          </div>
          {actions && <div className={styles.acts}>{actions}</div>}
        </div>
      </div>
      {children}
    </div>
  )
}

type CardProps = {
  title?: string | undefined
  aside?: ReactNode
  children?: ReactNode
  flush?: boolean | undefined
}

/** A bordered part of a page, a region named by its title; `flush` lets a table reach its edges. */
export function Card({ title, aside, children, flush = false }: CardProps) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={title === undefined ? undefined : id}>
      {(title !== undefined || aside) && (
        <div className={styles.cardHead}>
          {title !== undefined && (
            <h2 id={id} className={styles.cardTitle}>
              {title}
            </h2>
          )}
          {aside && <div className={styles.aside}>{aside}</div>}
        </div>
      )}
      <div className={flush ? styles.flush : styles.cardBody}>{children}</div>
    </section>
  )
}

export type Gap = 'small' | 'medium' | 'large'

const gapClass = (gap: Gap) => gap !== 'medium' && styles[gap]

/** Things below one another, evenly spaced. */
export function Stack({ gap = 'medium', children }: { gap?: Gap | undefined; children?: ReactNode }) {
  return <div className={classes(styles.stack, gapClass(gap))}>{children}</div>
}

type RowProps = {
  align?: 'top' | 'center' | 'bottom' | 'baseline' | undefined
  wrap?: boolean | undefined
  gap?: Gap | undefined
  spread?: boolean | undefined
  children?: ReactNode
}

/** Things beside one another; wraps onto more lines unless told not to. */
export function Row({ align = 'center', wrap = true, gap = 'medium', spread = false, children }: RowProps) {
  const names = [wrap && styles.wrap, spread && styles.spread, align !== 'center' && styles[align]]
  return <div className={classes(styles.row, gapClass(gap), ...names)}>{children}</div>
}

type CenterProps = {
  title: string
  children?: ReactNode
  footer?: ReactNode
  tone?: 'plain' | 'bad' | undefined
  brand?: string | undefined
}

/** A stand-alone page (sign-in, a failure): one narrow sheet under the mark, with the only h1 and main. */
export function Center({ title, children, footer, tone = 'plain', brand = 'Gatehouse' }: CenterProps) {
  return (
    <main id="content" tabIndex={-1} className={styles.center}>
      <div className={styles.centerBox}>
        <div className={styles.brand}>
          <Logo />
          {brand}
        </div>
        <div className={classes(styles.sheet, tone === 'bad' && styles.badSheet)}>
          <h1 tabIndex={-1} data-page-title className={styles.title}>
            {title}
          </h1>
          {children}
        </div>
        {footer && <div className={styles.foot}>{footer}</div>}
      </div>
    </main>
  )
}
