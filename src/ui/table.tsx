// A table of records that becomes a list of cards where it has no room. Hides heads, sorting marks and that change.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   `display: block` takes the native roles away in Safari, so they are written out. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { classes } from './classes.ts'
import { Hidden } from './hidden.tsx'
import { Icon } from './icons.tsx'
import styles from './table.module.css'

export type Column<T> = {
  key: string
  head: string
  cell: (row: T) => ReactNode
  sortable?: boolean | undefined
  align?: 'start' | 'end' | undefined
  width?: string | undefined
  /** The cell that names its row. */
  primary?: boolean | undefined
  hideHead?: boolean | undefined
  /** Left out where there is no room for all columns. */
  spare?: boolean | undefined
  mono?: boolean | undefined
}

type TableProps<T> = {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  empty: ReactNode
  sort?: { key: string; descending: boolean } | undefined
  sortHref?: ((key: string) => string) | undefined
  footer?: ReactNode
  busy?: boolean | undefined
}

/** Draws every row it is given, under a caption and named columns; with no row it draws `empty` instead. */
export function Table<T>(props: TableProps<T>) {
  const { label, columns, rows, rowKey, empty, sort, sortHref, footer, busy } = props
  if (rows.length === 0) return <div className={classes(styles.frame, styles.empty)}>{empty}</div>
  const size = columns.length < 4 ? styles.few : columns.length < 6 ? styles.some : styles.many
  const look = (column: Column<T>) =>
    classes(
      column.align === 'end' && styles.end,
      column.hideHead && styles.bare,
      column.spare && styles.spare,
    )
  return (
    <div className={styles.frame}>
      <table role="table" className={classes(styles.table, size, busy && styles.busy)} aria-busy={busy}>
        <caption>
          <Hidden>{label}</Hidden>
        </caption>
        <thead role="rowgroup" className={styles.head}>
          <tr role="row">
            {columns.map((column) => (
              <Head key={column.key} {...{ column, sort, sortHref, className: look(column) }} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={styles.row}>
              {columns.map((column) =>
                column.primary ? (
                  <th key={column.key} role="rowheader" scope="row" className={look(column)}>
                    <div className={column.mono ? styles.mono : undefined}>{column.cell(row)}</div>
                  </th>
                ) : (
                  <td key={column.key} role="cell" className={look(column)} data-head={column.head}>
                    <div className={column.mono ? styles.mono : undefined}>{column.cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {footer && <div className={styles.foot}>{footer}</div>}
    </div>
  )
}

type HeadProps<T> = {
  column: Column<T>
  className: string
  sort: TableProps<T>['sort']
  sortHref: TableProps<T>['sortHref']
}

function Head<T>({ column, sort, sortHref, className }: HeadProps<T>) {
  const { key, head, hideHead, sortable, width } = column
  const order = sort?.key === key ? (sort.descending ? 'descending' : 'ascending') : undefined
  return (
    <th role="columnheader" scope="col" aria-sort={order} className={className} style={{ width }}>
      {hideHead && <Hidden>{head}</Hidden>}
      {!hideHead && !(sortable && sortHref) && head}
      {!hideHead && sortable && sortHref && (
        <Link to={sortHref(key)} className={styles.sort} preventScrollReset>
          {head}
          <Icon name="chevron" />
        </Link>
      )}
    </th>
  )
}
