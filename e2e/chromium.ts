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

function onPath(names: string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** The path of a Chromium with everything that a window has, its back/forward cache too; undefined when this machine has none. */
export function findWholeChromium(): string | undefined {
  return [chromium.executablePath(), ...onPath(['chromium', 'chromium-browser', 'google-chrome'])].find(
    usable,
  )
}

/**
 * The path of the Chromium for most tests, or undefined. The shell is the same engine without windows: the tests take two thirds
 * of the processor's time in it.
 */
export function findChromium(): string | undefined {
  return onPath(['chromium-headless-shell']).find(usable) ?? findWholeChromium()
}

/** Playwright's global set-up: a browser is there when the first test starts, or the run ends with how to get one. */
export function ensureChromium(): void {
  if (findWholeChromium()) return
  const ways: [string, string[]][] = [
    ['npx', ['playwright', 'install', '--with-deps', 'chromium']],
    ['apt-get', ['update', '-qq']],
    ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'chromium-headless-shell']],
  ]
  for (const [command, args] of ways) {
    console.log(`No Chromium found. Trying: ${command} ${args.join(' ')}`)
    try {
      execFileSync(command, args, { stdio: 'inherit', timeout: 600_000 })
    } catch {
      // The next way, and at the end the sentence below, says it.
    }
    if (findWholeChromium()) return
  }
  throw new Error(
    'The browser tests need a Chromium: `npx playwright install chromium`, or `apt-get install chromium`.',
  )
}

export default ensureChromium
