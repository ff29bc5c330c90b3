// Text and search controls with a real label. Hides counting, debouncing and the wiring of messages.
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { FieldFrame } from './field-frame.tsx'
import styles from './field.module.css'
import { Hidden } from './hidden.tsx'
import { Icon } from './icons.tsx'

type TextFieldProps = {
  name: string
  label: string
  hint?: ReactNode
  defaultValue?: string | undefined
  value?: string | undefined
  required?: boolean | undefined
  maxLength?: number | undefined
  readOnly?: boolean | undefined
  autoFocus?: boolean | undefined
  mono?: boolean | undefined
  autoComplete?: string | undefined
  onChange?: ((value: string) => void) | undefined
}

/** Characters as a person counts them in limits: code points, so that an emoji is one and not two. */
const count = (text: string) => Array.from(text).length

/** One labelled line of text; keeps its own value unless given one, and says what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const {
    name,
    label,
    hint,
    maxLength,
    required = false,
    readOnly = false,
    defaultValue,
    value,
    mono,
    onChange,
  } = props
  const { autoComplete = 'off', autoFocus = false } = props
  const control = useRef<HTMLInputElement>(null)
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
  return (
    <FieldFrame name={name} label={label} hint={hint} aside={near ? `${used} of ${maxLength}` : optional}>
      {({ clear, ...tied }) => (
        <input
          {...tied}
          {...{ name, defaultValue, value, required, readOnly, autoComplete }}
          ref={control}
          type="text"
          className={classes(styles.control, mono && styles.mono)}
          spellCheck={mono ? false : undefined}
          onChange={(event) => {
            setLength(count(event.currentTarget.value))
            clear()
            onChange?.(event.currentTarget.value)
          }}
        />
      )}
    </FieldFrame>
  )
}

type SearchFieldProps = {
  label: string
  defaultValue: string
  /** False: it cannot be searched now; what is in the box is reported again on Enter. */
  onSearch: (text: string) => boolean | void
  placeholder?: string | undefined
  /** Changes whenever `defaultValue` holds, whether it changed or not: a search may have been overtaken. */
  settled?: string | undefined
}

/** In ms. */
const longestPress = 1000

/**
 * A search box that reports its text 200 ms after the last key, at once on Enter or when it is left, and is emptied by Esc. While a
 * mouse button is held down it reports nothing: what is pressed would move away from under its click.
 */
export function SearchField({ label, defaultValue, onSearch, placeholder, settled }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  const reported = useRef(defaultValue)
  const pressed = useRef(false)

  // Back, Forward and "Clear filter" change the text from outside; what is being typed is left alone, and reported soon.
  useEffect(() => {
    const box = input.current
    if (!box || box.value !== reported.current) return
    reported.current = defaultValue
    box.value = defaultValue
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what was overtaken left the text as it was before
  }, [defaultValue, settled])
  useEffect(() => () => clearTimeout(timer.current), [])

  function report() {
    clearTimeout(timer.current)
    const text = input.current?.value ?? ''
    if (pressed.current || text === reported.current || onSearch(text) === false) return
    reported.current = text
  }
  const release = useEffectEvent(() => {
    if (!pressed.current) return
    pressed.current = false
    report()
  })
  useEffect(() => {
    let waiting = 0
    const releaseAfter = (ms: number) => {
      clearTimeout(waiting)
      waiting = window.setTimeout(release, ms)
    }
    const press = () => {
      pressed.current = true
      // Nobody tells of a button that goes up over the list of a select, over a menu of the browser or after a drag.
      releaseAfter(longestPress)
    }
    // The click is told before the next turn of the event loop.
    const lift = () => releaseAfter(0)
    window.addEventListener('mousedown', press, true)
    window.addEventListener('mouseup', lift, true)
    return () => {
      clearTimeout(waiting)
      window.removeEventListener('mousedown', press, true)
      window.removeEventListener('mouseup', lift, true)
    }
  }, [])
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
        onChange={() => {
          clearTimeout(timer.current)
          timer.current = window.setTimeout(report, 200)
        }}
        onBlur={report}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            report()
          }
          if (event.key === 'Escape' && event.currentTarget.value) {
            // The first Esc empties the box; only the next one may close a dialog around it.
            event.preventDefault()
            event.stopPropagation()
            event.currentTarget.value = ''
            report()
          }
        }}
      />
    </label>
  )
}
