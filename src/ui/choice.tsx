// Tick boxes and radio buttons, each with one line of meaning.
import { useId, type ReactNode } from 'react'
import { FieldFrame } from './field-frame.tsx'
import styles from './field.module.css'
import { useFieldMessage } from './form-context.ts'
import { Icon } from './icons.tsx'

type Choice = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean | undefined }

type ChoiceFieldProps = {
  name: string
  label: string
  choices: readonly Choice[]
  /** One choice (radio buttons) or any number of them (tick boxes). */
  many?: boolean | undefined
  defaultValue?: string | readonly string[] | undefined
  value?: string | readonly string[] | undefined
  onChange?: ((value: string, on: boolean) => void) | undefined
  hint?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
}

const has = (value: string | readonly string[] | undefined, one: string) =>
  typeof value === 'string' ? value === one : (value?.includes(one) ?? false)

/** A named group of choices; submits under `name` the value of every choice that is on. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { name, label, choices, many = false, defaultValue, value, onChange, hint, error, required } = props
  return (
    <FieldFrame group name={name} label={label} hint={hint} error={error}>
      {({ clear, id, 'aria-invalid': invalid }) => (
        <div className={styles.choices}>
          {choices.map((choice) => (
            <label key={choice.value} className={styles.choice}>
              <input
                type={many ? 'checkbox' : 'radio'}
                name={name}
                value={choice.value}
                disabled={choice.disabled}
                required={many ? undefined : required}
                aria-invalid={invalid}
                aria-describedby={choice.hint ? `${id}-${choice.value}` : undefined}
                {...(value === undefined
                  ? { defaultChecked: has(defaultValue, choice.value) }
                  : { checked: has(value, choice.value) })}
                onChange={(event) => {
                  clear()
                  onChange?.(choice.value, event.currentTarget.checked)
                }}
              />
              <span>{choice.label}</span>
              {choice.hint && (
                <span id={`${id}-${choice.value}`} className={styles.hint}>
                  {choice.hint}
                </span>
              )}
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  )
}

type CheckFieldProps = {
  name: string
  label: ReactNode
  hint?: ReactNode
  defaultChecked?: boolean | undefined
  checked?: boolean | undefined
  onChange?: ((on: boolean) => void) | undefined
  required?: boolean | undefined
  value?: string | undefined
}

/** One tick box with its meaning beside it; `required` means it must be ticked to go on. */
export function CheckField(props: CheckFieldProps) {
  const { name, label, hint, defaultChecked, checked, onChange, required, value = 'on' } = props
  const id = useId()
  const { message, clear } = useFieldMessage(name)
  const described = [message && `${id}e`, hint && `${id}h`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          {...{ name, value, required, checked, defaultChecked }}
          aria-invalid={message ? true : undefined}
          aria-describedby={described || undefined}
          onChange={(event) => {
            clear()
            onChange?.(event.currentTarget.checked)
          }}
        />
        <span>{label}</span>
        {hint && (
          <span id={`${id}h`} className={styles.hint}>
            {hint}
          </span>
        )}
      </label>
      {message && (
        <p id={`${id}e`} className={styles.error}>
          <Icon name="warn" />
          <span>{message}</span>
        </p>
      )}
    </div>
  )
}
