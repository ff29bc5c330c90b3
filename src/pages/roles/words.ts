// How roles are named and counted on screen.
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'

/** What people call a role by: its key where they chose one, else its name. */
export function labelOf({ id, name }: Pick<Role, 'id' | 'name'>): string {
  return connected().directory?.traits.roles?.id ? id : name
}

/** "1 role", "1,248 roles". */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? noun : plural}`
}
