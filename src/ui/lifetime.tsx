// How much of a span of time is left.
import { classes } from './classes.ts'
import styles from './lifetime.module.css'

type LifetimeProps = { from: number; to: number; now: number; label: string; name?: string | undefined }

/** A bar that empties from `from` to `to`; `label` is what is read out instead of a number. */
export function Lifetime({ from, to, now, label, name = 'Time left' }: LifetimeProps) {
  const span = Math.max(1, to - from)
  const left = Math.round(Math.min(1, Math.max(0, (to - now) / span)) * 100)
  return (
    <div
      role="meter" // oxlint-disable-line jsx-a11y/prefer-tag-over-role -- the parts of <meter> are drawn differently everywhere
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={left}
      aria-valuetext={label}
      title={label}
      className={styles.track}
    >
      <div
        className={classes(styles.left, left === 0 ? styles.over : left < 20 && styles.short)}
        style={{ inlineSize: `${left}%` }}
      />
    </div>
  )
}
