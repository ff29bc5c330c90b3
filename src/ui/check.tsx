// A tick box with its meaning beside it, for lists in which a tick acts at once. Hides the third state, which HTML cannot write.
import { useEffect, useId, useRef, type ReactNode } from 'react'
import styles from './check.module.css'
import { classes } from './classes.ts'

type CheckProps = {
  /** `mixed`: some of what it stands for is on. */
  checked: boolean | 'mixed'
  onChange: (on: boolean) => void
  label: ReactNode
  /** A second line. */
  hint?: ReactNode
  /** Beside the label and read out with it: badges. */
  mark?: ReactNode
  mono?: boolean | undefined
  /** The label is crossed out. */
  struck?: boolean | undefined
  /** Cannot be changed, but stays reachable; the hint, or the element of that id, says why. */
  off?: boolean | string | undefined
}

/** Reports what it is asked to become; what it shows is the owner's decision. */
export function Check({ checked, onChange, label, hint, mark, mono, struck, off = false }: CheckProps) {
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  const mixed = checked === 'mixed'
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed
  }, [mixed])
  const described = [typeof off === 'string' && off, hint && id].filter(Boolean).join(' ')
  return (
    <div className={classes(styles.check, off && styles.off)}>
      <label className={styles.label}>
        <input
          ref={box}
          type="checkbox"
          checked={checked === true}
          aria-disabled={off ? true : undefined}
          aria-describedby={described || undefined}
          onClick={(event) => off && event.preventDefault()}
          // The third state leads to all, as people know it from file lists.
          onChange={() => !off && onChange(checked !== true)}
        />
        <span className={classes(mono && styles.mono, struck && styles.struck)}>{label}</span>
        {mark}
      </label>
      {hint && (
        <div id={id} className={styles.hint}>
          {hint}
        </div>
      )}
    </div>
  )
}
