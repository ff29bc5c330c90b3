// Text, search and select controls with a real label. Hides counting, debouncing and the wiring of messages.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { FieldFrame } from './field-frame.tsx'
import styles from './field.module.css'
import { Hidden } from './hidden.tsx'
import { Icon } from './icons.tsx'

type TextFieldProps = {
  name: string
  label: string
  hint?: ReactNode
  error?: string | undefined
  defaultValue?: string | undefined
  value?: string | undefined
  required?: boolean | undefined
  maxLength?: number | undefined
  readOnly?: boolean | undefined
  autoFocus?: boolean | undefined
  mono?: boolean | undefined
  autoComplete?: string | undefined
  multiline?: boolean | undefined
  type?: 'text' | 'email' | 'url' | 'number' | 'date' | 'datetime-local' | undefined
  min?: string | number | undefined
  max?: string | number | undefined
  /** A regular expression for the whole value, and what to say when it does not match. */
  pattern?: string | undefined
  patternMessage?: string | undefined
  placeholder?: string | undefined
  onChange?: ((value: string) => void) | undefined
}

/** Characters as a person counts them in limits: code points, so that an emoji is one and not two. */
const count = (text: string) => Array.from(text).length

/** One labelled line (or block) of text; keeps its own value unless given one, and says what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, error, maxLength, required = false, readOnly = false, multiline = false } = props
  const {
    defaultValue,
    value,
    mono,
    autoComplete = 'off',
    autoFocus = false,
    onChange,
    patternMessage,
  } = props
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [length, setLength] = useState(() => count(value ?? defaultValue ?? ''))
  const used = value === undefined ? length : count(value)
  const left = maxLength === undefined ? Number.POSITIVE_INFINITY : maxLength - used

  // The native maxlength counts UTF-16 units and cuts what is pasted without a word; ours counts and explains.
  useEffect(() => {
    const many = -left === 1 ? '1 character' : `${-left} characters`
    control.current?.setCustomValidity(left < 0 ? `This is ${many} too long.` : '')
  }, [left])
  // In an effect because a dialog opens only after the attribute autofocus would have been obeyed.
  useEffect(() => {
    if (autoFocus) control.current?.focus()
  }, [autoFocus])

  const near = maxLength !== undefined && left <= Math.max(10, maxLength * 0.2)
  const optional = !required && !readOnly && 'optional'
  const aside = near ? `${used} of ${maxLength}` : optional
  const shared = {
    name,
    defaultValue,
    value,
    required,
    readOnly,
    autoComplete,
    placeholder: props.placeholder,
  }
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error} aside={aside}>
      {({ clear, ...tied }) => {
        const all = {
          ...shared,
          ...tied,
          ref: control,
          className: classes(styles.control, mono && styles.mono),
          spellCheck: mono ? false : undefined,
          onChange(event: { currentTarget: { value: string } }) {
            setLength(count(event.currentTarget.value))
            clear()
            onChange?.(event.currentTarget.value)
          },
        }
        if (multiline) return <textarea {...all} rows={3} />
        const { type = 'text', min, max, pattern } = props
        return <input {...all} {...{ type, min, max, pattern }} data-pattern-message={patternMessage} />
      }}
    </FieldFrame>
  )
}

type SearchFieldProps = {
  label: string
  defaultValue: string
  onSearch: (text: string) => void
  placeholder?: string | undefined
}

/** A search box that reports its text 200 ms after the last key, at once on Enter, and is emptied by Esc. */
export function SearchField({ label, defaultValue, onSearch, placeholder }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  const reported = useRef(defaultValue)

  // Back, Forward and "Clear filter" change the text from outside; what is being typed is left alone.
  useEffect(() => {
    if (reported.current === defaultValue) return
    reported.current = defaultValue
    if (input.current) input.current.value = defaultValue
  }, [defaultValue])
  useEffect(() => () => clearTimeout(timer.current), [])

  function report(delay: number) {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      const text = input.current?.value ?? ''
      if (text === reported.current) return
      reported.current = text
      onSearch(text)
    }, delay)
  }
  return (
    <label className={styles.search}>
      <Hidden>{label}</Hidden>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className={styles.control}
        defaultValue={defaultValue}
        placeholder={placeholder ?? label}
        autoComplete="off"
        spellCheck={false}
        onChange={() => report(200)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            report(0)
          }
          if (event.key === 'Escape' && event.currentTarget.value) {
            // The first Esc empties the box; only the next one may close a dialog around it.
            event.preventDefault()
            event.stopPropagation()
            event.currentTarget.value = ''
            report(0)
          }
        }}
      />
    </label>
  )
}

type SelectFieldProps = {
  name: string
  label: string
  options: readonly { value: string; label: string }[]
  defaultValue?: string | undefined
  value?: string | undefined
  onChange?: ((value: string) => void) | undefined
  hint?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
}

/** A labelled native select. */
export function SelectField(props: SelectFieldProps) {
  const { name, label, options, defaultValue, value, onChange, hint, error, required } = props
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      {({ clear, ...tied }) => (
        <div className={styles.select}>
          <select
            {...tied}
            {...{ name, defaultValue, value, required }}
            className={styles.control}
            onChange={(event) => {
              clear()
              onChange?.(event.currentTarget.value)
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="chevron" />
        </div>
      )}
    </FieldFrame>
  )
}
