// A large button that leads out of this page, with one line about where.
import { useId } from 'react'
import styles from './door.module.css'
import { Icon } from './icons.tsx'

type DoorProps = { label: string; detail: string; pending: boolean; onClick: () => void }

/** Named by its label alone and described by its detail; ignores clicks while pending. */
export function Door({ label, detail, pending, onClick }: DoorProps) {
  const id = useId()
  return (
    <div className={styles.door}>
      {/* The detail stands beside the button, which covers it: what is read inside a button has to be in its name (WCAG 2.5.3). */}
      <div className={styles.words}>
        <button
          type="button"
          className={styles.name}
          aria-describedby={id}
          aria-busy={pending || undefined}
          onClick={() => !pending && onClick()}
        >
          {label}
        </button>
        <div id={id} className={styles.detail}>
          {detail}
        </div>
      </div>
      <Icon name="external" />
    </div>
  )
}
