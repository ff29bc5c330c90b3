// The words for every way in which signing in can fail: what happened, and what to do about it.
import type { SignInFailure } from '../session/failure.ts'

export type FailureText = { title: string; text: string; advice: string }

const claims: Record<string, string> = {
  iss: 'it was issued by somebody else',
  aud: 'it was made for another application',
  azp: 'it was made for another application',
  nonce: 'it belongs to another sign-in',
  sub: 'it does not say who you are',
  alg: 'it is not signed the way it must be',
  iat: 'it does not say when it was issued',
  exp: 'its end is not a date',
  id_token: 'it is missing or unreadable',
  access_token: 'there was no access token with it',
}

/** What to show for a failure at the platform of that name. Every text is ours; a provider's words are never among them. */
export function failureText(failure: SignInFailure, platform: string): FailureText {
  const { kind, code = '' } = failure
  switch (kind) {
    case 'denied':
      return {
        title: `${platform} did not let you in`,
        text: 'The sign-in was refused, by you or by a rule of the provider.',
        advice:
          'Sign in again, perhaps as somebody else. If it keeps being refused, ask an administrator of the provider.',
      }
    case 'stale':
      return {
        title: 'Signing in took too long',
        text: 'The sign-in page was open for so long that its answer is no longer accepted.',
        advice: 'Sign in again; it takes one click if the provider still knows you.',
      }
    case 'unknown-callback':
      return code === 'taken'
        ? {
            title: 'You are signed in',
            text: 'The window you came from has taken over.',
            advice: 'You can close this one.',
          }
        : {
            title: 'This sign-in cannot be used',
            text: 'The address is the end of a sign-in that was used already, or that did not begin in this tab. Nothing was sent to the provider.',
            advice: 'Go to the console. If you are signed in, you still are.',
          }
    case 'mixed-up':
      return {
        title: 'The answer came from the wrong place',
        text: `Something answered for ${platform} that is not ${platform}, or not the address that was asked. The answer was thrown away.`,
        advice:
          'Sign in again. If this repeats, tell whoever runs this console: the configured issuer may be wrong, or somebody is interfering.',
      }
    case 'bad-token':
      return {
        title: 'The ID token was rejected',
        text: `${platform} answered, but its ID token does not hold: ${claims[code] ?? `its claim “${code}” is not as it must be`}. It was thrown away.`,
        advice:
          'Sign in again. If this repeats, the application is set up wrongly at the provider, or somebody is interfering.',
      }
    case 'wrong-clock':
      return {
        title: 'The clocks do not agree',
        text: clockText(code, platform),
        advice: 'Set the clock of this computer to automatic and sign in again.',
      }
    case 'away':
      return {
        title: `${platform} cannot be reached`,
        text: `The sign-in service of ${platform} did not answer, or failed. You were not signed out by anybody.`,
        advice:
          'Check your connection and try again. If only this provider fails, its status page or its administrator will know.',
      }
    case 'refused':
      return {
        title: `${platform} refuses this console`,
        text: 'The provider does not accept how this console asks: its application is missing, switched off, or lacks a setting.',
        advice:
          'An administrator of the provider has to mend it. The README of this console lists every setting it needs.',
      }
    case 'blocked':
      return blockedText(code, platform)
    case 'ended':
      return {
        title: 'Your session is over',
        text: `${platform} does not renew it any more.`,
        advice: 'Sign in again.',
      }
    case 'changed':
      return {
        title: 'Somebody else signed in',
        text: 'The provider answered for another person than the one this page belongs to. Everything of the first was dropped.',
        advice: 'Sign in again as the person you want to be.',
      }
  }
}

function clockText(code: string, platform: string): string {
  const minutes = Math.abs(Number(code))
  if (code === '' || !Number.isFinite(minutes))
    return `By the clock of this computer the answer of ${platform} is over or not yet valid.`
  const by =
    minutes === 1 ? '1 minute' : minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
  return `The clock of this computer is about ${by} ${code.startsWith('-') ? 'behind' : 'ahead of'} that of ${platform}.`
}

function blockedText(code: string, platform: string): FailureText {
  if (code === 'popup')
    return {
      title: 'The sign-in window was blocked',
      text: 'The browser did not let this page open a window.',
      advice: 'Allow windows for this address and try again. What you typed is still here.',
    }
  const what =
    code === 'worker-src' ? 'the worker that keeps the refresh token' : `what signing in at ${platform} needs`
  return {
    title: 'A security policy blocks signing in',
    text: `The Content-Security-Policy of this page (${code}) blocks ${what}.`,
    advice: 'Whoever serves this console has to send the headers from its build. Reloading does not help.',
  }
}
