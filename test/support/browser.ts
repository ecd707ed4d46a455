import { type Browser, chromium } from 'playwright-core';

/**
 * A real browser for tests. On Linux the one that npm brought (it unpacks the libraries that a bare machine lacks);
 * elsewhere the installed Chrome, or the program that CHROME_PATH names.
 */
export async function launchBrowser(): Promise<Browser> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) return chromium.launch({ executablePath: chosen });
  if (process.platform !== 'linux') {
    return chromium.launch({ channel: 'chrome' }).catch((error: unknown) => {
      throw new Error('The browser tests need Google Chrome here. Install it, or set CHROME_PATH to a Chromium program.', {
        cause: error,
      });
    });
  }
  // Read when the package is loaded, so it has to be set before.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packed.executablePath(), args: packed.args });
}
