// The way in: one button a platform. Knows nothing of any provider; a click fetches what its platform needs.
import { useEffect, useState } from 'react'
import { rememberPlatform } from '../arrival.ts'
import type { Config, Platform } from '../config.ts'
import { connect, connection } from '../platform.ts'
import { SignInFailure } from '../session/failure.ts'
import { Door } from '../ui/door.tsx'
import { Center, Stack } from '../ui/layout.tsx'
import { Note } from '../ui/note.tsx'
import { ThemePicker } from '../ui/theme-picker.tsx'
import { failureText, type FailureText } from './failure-texts.ts'

type SignInProps = {
  config: Config
  /** Where to come back to. */
  returnTo: string
  title?: string
  /** What stands above the buttons. */
  text?: string
}

/** One button for every platform of the deployment; says on the spot when a provider cannot be reached. */
export function SignIn({ config, returnTo, title = 'Sign in', text }: SignInProps) {
  const [pending, setPending] = useState('')
  const [failure, setFailure] = useState<FailureText | null>(null)

  useEffect(() => {
    // Back from the provider through the back/forward cache: the buttons work again.
    const onShow = (event: PageTransitionEvent) => event.persisted && setPending('')
    window.addEventListener('pageshow', onShow)
    return () => window.removeEventListener('pageshow', onShow)
  }, [])

  async function enter(platform: Platform) {
    setPending(platform.id)
    setFailure(null)
    try {
      rememberPlatform(platform)
      const open = connection()
      const { session } = open?.platform.id === platform.id ? open : await connect(platform)
      await session.signIn(returnTo)
    } catch (error) {
      setPending('')
      setFailure(
        failureText(error instanceof SignInFailure ? error : new SignInFailure('away'), platform.name),
      )
    }
  }

  return (
    <Center title={title} footer={<ThemePicker />}>
      <p>{text ?? 'Roles, permissions, tokens and keys. Choose where you administer them.'}</p>
      {failure && (
        <Note tone="bad" title={failure.title} live>
          {failure.text} {failure.advice}
        </Note>
      )}
      {config.platforms.length === 0 && (
        <Note tone="info" title="No platform is configured">
          The file config.json of this deployment names none. The README says what belongs into it.
        </Note>
      )}
      <Stack gap="small">
        {config.platforms.map((platform) => (
          <Door
            key={platform.id}
            label={`Sign in to ${platform.name}`}
            detail={new URL(platform.login.issuer).host}
            pending={pending === platform.id}
            onClick={() => void enter(platform)}
          />
        ))}
      </Stack>
      <small>Tokens stay in the memory of this page and are never stored.</small>
    </Center>
  )
}
