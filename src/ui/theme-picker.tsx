// The choice between light, dark and the system's own.
import { useSyncExternalStore } from 'react'
import { Hidden } from './hidden.tsx'
import { Icon } from './icons.tsx'
import styles from './theme-picker.module.css'
import { setTheme, subscribe, theme } from './theme.ts'

const themes = [
  { value: 'system', label: 'As the system', icon: 'system' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
] as const

/** Three radio buttons in a row; the choice takes effect at once and is kept. */
export function ThemePicker() {
  const chosen = useSyncExternalStore(subscribe, theme)
  return (
    <div role="radiogroup" aria-label="Theme" className={styles.picker}>
      {themes.map(({ value, label, icon }) => (
        <label key={value} className={styles.one} title={label}>
          <input
            type="radio"
            name="theme"
            value={value}
            checked={chosen === value}
            onChange={() => setTheme(value)}
          />
          <Icon name={icon} />
          <Hidden>{label}</Hidden>
        </label>
      ))}
    </div>
  )
}
