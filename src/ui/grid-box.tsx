// A bare tick box for the cell of a grid: named for screen readers, marked in colour where it differs from what is saved.
import { classes } from './classes.ts'
import styles from './grid-box.module.css'

type GridBoxProps = {
  checked: boolean | 'mixed'
  /** What it is about; a mark is said after it. */
  label: string
  tabIndex: 0 | -1
  mark?: 'add' | 'remove' | undefined
  /** Why it cannot be changed. */
  off?: string | undefined
  onChange: (on: boolean) => void
}

const words = { add: ', added, not saved', remove: ', taken away, not saved' }

/** Reports what it is asked to become; off, it stays reachable and says why. */
export function GridBox({ checked, label, tabIndex, mark, off, onChange }: GridBoxProps) {
  return (
    <span className={classes(styles.box, mark && styles[mark], off && styles.off)}>
      <input
        // HTML cannot write the third state. No effect for it: a hundred boxes come with every turn of the wheel.
        ref={(box) => {
          if (box) box.indeterminate = checked === 'mixed'
        }}
        type="checkbox"
        aria-label={`${label}${mark ? words[mark] : ''}`}
        aria-disabled={off ? true : undefined}
        title={off}
        tabIndex={tabIndex}
        checked={checked === true}
        onClick={(event) => off && event.preventDefault()}
        onChange={() => !off && onChange(checked !== true)}
      />
    </span>
  )
}
