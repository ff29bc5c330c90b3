// A long reading or writing: how far it is, and the way to end it.
import { Button } from './button.tsx'
import styles from './working.module.css'

type WorkingProps = {
  /** What is being done, as a sentence without its end: "Reading what each role hands out". */
  what: string
  done: number
  /** Null while nobody knows how many there are. */
  total: number | null
  onCancel?: (() => void) | undefined
  /** What the button says where another one beside it cancels more than this. */
  cancel?: string | undefined
}

/** Says the progress in words and draws it; announced politely by its bar alone, so that numbers do not flood the ear. */
export function Working({ what, done, total, onCancel, cancel = 'Cancel' }: WorkingProps) {
  return (
    <div className={styles.working}>
      <div className={styles.words}>
        <span>{what}…</span>
        <span className={styles.count}>
          {total === null ? (done > 0 ? `${done} so far` : '') : `${done} of ${total}`}
        </span>
      </div>
      <progress
        className={styles.bar}
        aria-label={what}
        {...(total !== null && { value: done, max: Math.max(total, 1) })}
      />
      {onCancel && <Button onClick={onCancel}>{cancel}</Button>}
    </div>
  )
}
