// Browser tests: the production build with its production headers, real redirects, a sandbox of its own for every worker.
import { defineConfig } from 'playwright/test'
import { findChromium } from './chromium.ts'
import type { Options } from './test.ts'

/** Tests of what only that platform has: scopes that lie in one another. */
const ofKtrlplane = 'ktrlplane-*.e2e.ts'
const executablePath = findChromium()

export default defineConfig<object, Options>({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '.results',
  globalSetup: './chromium.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  // One more try where nobody watches, so that one hiccup does not hide the rest; whatever needed it is reported as flaky, and is a
  // defect to find the cause of.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list']],
  timeout: 30_000,
  expect: { timeout: 7_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    // Recording every step takes a quarter of the time.
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'zitadel', use: { vendor: 'kosmos' }, grepInvert: /@auth0/, testIgnore: ofKtrlplane },
    { name: 'auth0', use: { vendor: 'acme' }, grepInvert: /@zitadel/, testIgnore: ofKtrlplane },
    // Its API as it is, and as it is documented.
    { name: 'ktrlplane', testMatch: ofKtrlplane },
    { name: 'ktrlplane, strict', testMatch: ofKtrlplane, use: { strict: true } },
    // Providers on 127.0.0.1 are another site than a console on localhost: frames get no cookies there.
    {
      name: 'zitadel, cross-site',
      use: { vendor: 'kosmos', host: '127.0.0.1' },
      grep: /@cross-site/,
      grepInvert: /@auth0/,
    },
    {
      name: 'auth0, cross-site',
      use: { vendor: 'acme', host: '127.0.0.1' },
      grep: /@cross-site/,
      grepInvert: /@zitadel/,
    },
  ],
})
