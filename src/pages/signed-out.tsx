// Where a session ends: says which way it ended, and offers the way back in.
import { useSearchParams } from 'react-router'
import type { Config } from '../config.ts'
import { paths } from '../paths.ts'
import { SignIn } from './sign-in.tsx'

const texts: Record<string, string> = {
  elsewhere: 'You signed out in another tab. Nothing of your session is left in this one.',
  changed: 'Somebody else signed in in this browser. Everything of the first session was dropped here.',
  unreached: 'You are signed out here. The provider could not be told: its own session may still be alive.',
}

/** The signed-out page. Whatever else stands in its address is not looked at. */
export function SignedOut({ config }: { config: Config }) {
  const [query] = useSearchParams()
  const text = texts[query.get('why') ?? ''] ?? 'Nothing of your session is left in this browser.'
  return <SignIn config={config} returnTo={paths.home()} title="You are signed out" text={text} />
}
