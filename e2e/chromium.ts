// Finds the browser of the tests: Playwright's own, or a Chromium on the PATH; installs one where there is none.
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright/test'

function usable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a Chromium, or undefined when this machine has none. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const named = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  )
  return [chromium.executablePath(), ...named].find(usable)
}

/** Playwright's global set-up: a browser is there when the first test starts, or the run ends with how to get one. */
export function ensureChromium(): void {
  if (findChromium()) return
  const ways: [string, string[]][] = [
    ['npx', ['playwright', 'install', '--with-deps', 'chromium']],
    ['apt-get', ['update', '-qq']],
    ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']],
  ]
  for (const [command, args] of ways) {
    console.log(`No Chromium found. Trying: ${command} ${args.join(' ')}`)
    try {
      execFileSync(command, args, { stdio: 'inherit', timeout: 600_000 })
    } catch {
      // The next way, and at the end the sentence below, says it.
    }
    if (findChromium()) return
  }
  throw new Error(
    'The browser tests need a Chromium: `npx playwright install chromium`, or `apt-get install chromium`.',
  )
}

export default ensureChromium
