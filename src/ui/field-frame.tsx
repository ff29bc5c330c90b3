// The label above a control, its hint and its error below. Hides the ids that tie them together.
import { useId, type ReactNode } from 'react'
import styles from './field.module.css'
import { useFieldMessage } from './form-context.ts'
import { Icon } from './icons.tsx'

type Parts = {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  aside?: ReactNode
  group?: boolean | undefined
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
    clear: () => void
  }) => ReactNode
}

/** Frames one control, or a group of them, so that label, hint, aside and error are announced with it. */
export function FieldFrame({ name, label, hint, error, aside, group = false, children }: Parts) {
  const id = useId()
  const { message, clear } = useFieldMessage(name)
  const wrong = error ?? message
  const described = [wrong && `${id}e`, hint && `${id}h`, aside && `${id}a`].filter(Boolean).join(' ')
  const Outer = group ? 'fieldset' : 'div'
  const tied = described || undefined
  return (
    <Outer className={styles.field} aria-describedby={group ? tied : undefined}>
      {group ? (
        // A legend names its group only as a direct child.
        <legend className={styles.legend}>{label}</legend>
      ) : (
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
      )}
      {children({ id, 'aria-describedby': tied, 'aria-invalid': wrong ? true : undefined, clear })}
      {wrong && (
        <p id={`${id}e`} className={styles.error}>
          <Icon name="warn" />
          <span>{wrong}</span>
        </p>
      )}
      {hint && (
        <div id={`${id}h`} className={styles.hint}>
          {hint}
        </div>
      )}
    </Outer>
  )
}
