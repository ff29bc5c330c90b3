// What stands in a cell of a grid that is only read: yes, yes by something wider, or no; said in words, drawn as a sign.
import { classes } from './classes.ts'
import styles from './grid-mark.module.css'

export type MarkKind = 'yes' | 'wider' | 'no'

type GridMarkProps = {
  kind: MarkKind
  /** The whole sentence of the cell: who, what and how. */
  label: string
  /** Left out in a legend. */
  tabIndex?: 0 | -1
}

const shapes = {
  yes: 'm3 8.6 3.3 3.3L13 4.6',
  wider: 'M8 2.6v10.8M3.3 5.3l9.4 5.4M12.7 5.3l-9.4 5.4',
  no: 'M5.5 8h5',
}

/** Differs by shape and not by colour alone. Reachable, so that its sentence is read on the way through a grid. */
export function GridMark({ kind, label, tabIndex }: GridMarkProps) {
  return (
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img element cannot take the colour of the page
      role="img"
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      className={classes(styles.mark, styles[kind])}
    >
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        <path d={shapes[kind]} />
      </svg>
    </span>
  )
}
