// The frame around every page: who is signed in and where, the way around, and what there is to say about the session.
import { lazy, Suspense, useEffect } from 'react'
import { Outlet, useLocation, useNavigation } from 'react-router'
import type { Config } from '../config.ts'
import { paths } from '../paths.ts'
import { connected, connection } from '../platform.ts'
import { navigation } from '../pages.tsx'
import { queryClient } from '../queries.ts'
import type { SessionState } from '../session/keeper.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Frame, ProgressBar } from '../ui/frame.tsx'
import { Icon, Logo } from '../ui/icons.tsx'
import { Center } from '../ui/layout.tsx'
import { Menu } from '../ui/menu.tsx'
import { Note } from '../ui/note.tsx'
import { useOpened } from '../ui/opened.ts'
import { Overlay } from '../ui/overlay.ts'
import { ThemePicker } from '../ui/theme-picker.tsx'
import { toast } from '../ui/toasts.ts'
import { useScope } from '../use-scope.ts'
import { useSession } from '../use-session.ts'
import { BadgeSlot } from './radar/badge-slot.tsx'
import { ScopeChange, ScopePicker } from './scope-picker.tsx'
import { sectionOf } from './section.ts'
import type { SignIn } from './sign-in.tsx'

// Fetched when they are needed: most visits to a page need none of them.
const SessionOver = lazy(async () => ({ default: (await import('./session-over.tsx')).SessionOver }))
const NotHereDialog = lazy(async () => ({ default: (await import('./not-here-dialog.tsx')).NotHereDialog }))
const SignInAgain = lazy(async () => ({ default: (await import('./session-over.tsx')).SignInAgain }))

let wayIn: { SignIn: typeof SignIn } | undefined

/** Fetches the way in where nobody is signed in; suspended on, it would wait behind a fallback for 300 ms at least. */
export async function loader(): Promise<null> {
  const { status = 'signed-out' } = connection()?.session.state() ?? {}
  if (status === 'signed-out') wayIn = await import('./sign-in.tsx')
  return null
}

/** The frame, or the way in where nobody is signed in. */
export function Shell({ config }: { config: Config }) {
  const state = useSession()
  const { pathname, search } = useLocation()
  if (state.status !== 'signed-out') return <SignedIn config={config} state={state} />
  if (state.why === 'never' && wayIn) return <wayIn.SignIn config={config} returnTo={pathname + search} />
  return <Center title="Signing out…" />
}

type SignedInState = Exclude<SessionState, { status: 'signed-out' }>

function SignedIn({ config, state }: { config: Config; state: SignedInState }) {
  const { platform, directory, session } = connected()
  const loading = useNavigation().state !== 'idle'
  const { pathname } = useLocation()
  const [open, setOpen] = useOpened<'scopes' | 'lacks'>()
  const close = () => setOpen(null)
  const scope = useScope()
  const traits = directory?.traits ?? {}
  const { person } = state
  useEffect(
    () =>
      directory?.watch?.(({ kind, what }) => {
        toast({ tone: kind === 'redone' ? 'plain' : 'bad', text: what })
        void queryClient.invalidateQueries()
      }),
    [directory],
  )
  return (
    <>
      <Frame
        brand={
          <>
            <Logo /> Gatehouse
          </>
        }
        picker={
          <>
            <Menu
              wide
              kind="plain"
              label={`Platform: ${platform.name}`}
              trigger={
                <>
                  <span>{platform.name}</span>
                  <Icon name="chevron" />
                </>
              }
              items={config.platforms.map(({ id, name, login }) => ({
                label: name,
                hint: new URL(login.issuer).host,
                href: paths.platform(id),
                current: id === platform.id,
              }))}
            />
            {traits.scopes && <ScopePicker label={traits.scopes.label} onOpen={() => setOpen('scopes')} />}
          </>
        }
        person={
          <>
            {traits.lacks && (
              <Button kind="quiet" icon={<Icon name="info" />} onClick={() => setOpen('lacks')}>
                What is not here
              </Button>
            )}
            <Menu
              wide
              label={`${person.name}, your account`}
              trigger={
                <>
                  <span>{person.name}</span>
                  <Icon name="chevron" />
                </>
              }
              note={<ThemePicker />}
              items={[
                {
                  label: (
                    <>
                      <Icon name="signOut" /> Sign out
                    </>
                  ),
                  hint: `of ${platform.name}, in every tab`,
                  onSelect: () => void session.signOut(),
                },
              ]}
            />
          </>
        }
        nav={navigation(traits, scope).map(({ to, label, icon }) => ({
          to,
          label,
          icon,
          current: to.split('?')[0] === sectionOf(pathname),
          badge: to.split('?')[0] === paths.radar() && <BadgeSlot />,
        }))}
        banner={
          <>
            <ProgressBar active={loading} />
            <LinkNote state={state} />
          </>
        }
      >
        {/* Nothing that was selected or staged at one scope is left at another. */}
        <Outlet key={scope} />
      </Frame>
      {traits.scopes && <ScopeChange label={traits.scopes.label} open={open === 'scopes'} onClose={close} />}
      <Suspense>{open === 'lacks' && <NotHereDialog onClose={close} />}</Suspense>
      <Suspense>
        {state.status === 'ended' && <SessionOver platform={platform.name} session={session} />}
      </Suspense>
      <Overlay />
      <Announcer place={scope} />
    </>
  )
}

/** What there is to say about the link to the provider; nothing while it works. */
function LinkNote({ state }: { state: SignedInState }) {
  const { platform, session } = connected()
  if (state.status !== 'signed-in' || state.link === 'ok') return null
  if (state.link === 'retrying')
    return (
      <Note tone="warn" title="Reconnecting" live>
        {!navigator.onLine
          ? 'You are offline. Your session is renewed as soon as the network is back.'
          : `${platform.name} did not answer when your session was to be renewed. It is being tried again; what you type is kept.`}
      </Note>
    )
  const until = new Date(state.until).toLocaleTimeString(undefined, { timeStyle: 'short' })
  return (
    <Note
      tone="warn"
      title={`Your session ends at ${until}`}
      live
      actions={
        <Suspense>
          <SignInAgain session={session} />
        </Suspense>
      }
    >
      {platform.name} does not renew it any more. Sign in again before then; this page stays as it is.
    </Note>
  )
}
