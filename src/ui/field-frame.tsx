// The label above a control, its hint and its error below. Hides the ids that tie them together.
import { useId, type ReactNode } from 'react'
import styles from './field.module.css'
import { useFieldMessage } from './form-context.ts'
import { Icon } from './icons.tsx'

type Parts = {
  name: string
  label: ReactNode
  hint?: ReactNode
  aside?: ReactNode
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
    clear: () => void
  }) => ReactNode
}

/** Frames one control, so that label, hint, aside and error are announced with it. */
export function FieldFrame({ name, label, hint, aside, children }: Parts) {
  const id = useId()
  const { message, clear } = useFieldMessage(name)
  const described = [message && `${id}e`, hint && `${id}h`, aside && `${id}a`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <div className={styles.top}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {aside && (
          <span id={`${id}a`} className={styles.aside}>
            {aside}
          </span>
        )}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': message ? true : undefined,
        clear,
      })}
      {message && (
        <p id={`${id}e`} className={styles.error}>
          <Icon name="warn" />
          <span>{message}</span>
        </p>
      )}
      {hint && (
        <div id={`${id}h`} className={styles.hint}>
          {hint}
        </div>
      )}
    </div>
  )
}
