// A large button that leads out of this page, with one line about where.
import { useId } from 'react'
import styles from './door.module.css'
import { Icon } from './icons.tsx'

type DoorProps = { label: string; detail: string; pending: boolean; onClick: () => void }

/** Named by its label alone and described by its detail; ignores clicks while pending. */
export function Door({ label, detail, pending, onClick }: DoorProps) {
  const id = useId()
  return (
    <button
      type="button"
      className={styles.door}
      aria-labelledby={`${id}n`}
      aria-describedby={`${id}d`}
      aria-busy={pending || undefined}
      onClick={() => !pending && onClick()}
    >
      <span className={styles.words}>
        <span id={`${id}n`} className={styles.name}>
          {label}
        </span>
        <span id={`${id}d`} className={styles.detail}>
          {detail}
        </span>
      </span>
      <Icon name="external" />
    </button>
  )
}
